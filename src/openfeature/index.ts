export { type OpenFeatureOptions, openFeature } from './open-feature.js';
