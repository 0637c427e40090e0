import { contextBridge, ipcRenderer } from 'electron'
import { type Bridge, channels } from './contract/bridge.ts'
import type { Push } from './contract/topics.ts'

/** All that the page may do: three functions, no Electron object among what they give or take. */
const bridge: Bridge = {
  call: (name, input) => ipcRenderer.invoke(channels.call, name, input),
  subscribe: listener => {
    const hear = (_event: unknown, push: Push) => listener(push)
    ipcRenderer.on(channels.push, hear)
    return () => {
      ipcRenderer.off(channels.push, hear)
    }
  },
  capabilities: () => ipcRenderer.invoke(channels.capabilities),
}

contextBridge.exposeInMainWorld('openslot', bridge)
