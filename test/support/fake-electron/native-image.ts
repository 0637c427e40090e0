const image = {
  isEmpty: () => true,
  getSize: () => ({ width: 0, height: 0 }),
  toPNG: () => Buffer.alloc(0),
  toDataURL: () => 'data:image/png;base64,',
  resize: () => image,
  setTemplateImage: () => undefined,
  addRepresentation: () => undefined,
}

export const nativeImage = {
  createEmpty: () => image,
  createFromPath: () => image,
  createFromBuffer: () => image,
  createFromDataURL: () => image,
}
