module.exports = {
  testMatch: ['**/*.jest.ts'],
  transform: { '\\.ts$': './strip-types.cjs' },
  // In TypeScript a module is imported by the name of what becomes of it.
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
};
