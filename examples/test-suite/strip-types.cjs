// Jest takes JavaScript. Where you have Babel, SWC or ts-jest already, use that.
const { transformSync } = require('esbuild');

module.exports = {
  process: (source) => transformSync(source, { loader: 'ts', format: 'cjs', target: 'node20' }),
};
