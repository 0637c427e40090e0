const { contextBridge, ipcRenderer } = require('electron')

function messageOf(action) {
  try {
    action()
    return ''
  } catch (error) {
    return error.message
  }
}

const fsError = messageOf(() => require('node:fs'))

contextBridge.exposeInMainWorld('api', {
  fsError,
  number: 3,
  nested: { deep: { date: new Date(7) } },
  invoke: (channel, ...args) => ipcRenderer.invoke(channel, ...args),
  ping: number =>
    new Promise(resolve => {
      ipcRenderer.once('pong', (_event, ...args) => resolve(args))
      ipcRenderer.send('ping', number)
    }),
  each: (list, callback) => {
    for (const item of list) callback(item)
  },
  throws: () => {
    throw new Error('from preload')
  },
  rejects: () => Promise.reject(new Error('nah')),
  mutate: object => {
    object.changed = true
    return object
  },
  later: callback => setTimeout(() => callback({ map: new Map([[1, new Set([2])]]) }), 5),
  touchDom: () => {
    document.body.dataset.touched = '1'
    return typeof globalThis.early
  },
  exposeTwice: () => messageOf(() => contextBridge.exposeInMainWorld('api', {})),
})
