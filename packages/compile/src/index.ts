export { type Compiled, compile } from './compile.ts';
export { CompileError } from './compile-error.ts';
export { type CompiledModel, compileModel } from './compile-model.ts';
export type { CompileOptions } from './compile-options.ts';
export { type ExportedModel, type ExportOptions, exportOnnx } from './export-onnx.ts';
export { type OnnxEngineOptions, onnxEngine } from './onnx-engine.ts';
