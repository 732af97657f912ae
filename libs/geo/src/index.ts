export * from './coordinates.js';
export * from './shape.js';
export * from './convert.js';
export { distanceMetres, moved, offsetBetween } from './distance.js';
export { metresToBox } from './box.js';
export { compileArea, type BBox, type CompiledArea } from './area.js';
export * from './validate-area.js';
export * from './counties.js';
