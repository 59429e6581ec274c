/**
 * What a command line of ours needs of the machine: files, paths and the standard streams. It asks nobody
 * and starts no other program, so `node:readline` and `node:child_process` need not be loaded.
 */
import { NodeFileSystem, NodePath, NodeStdio } from "@effect/platform-node"
import { Effect, Layer, Terminal } from "effect"
import { ChildProcessSpawner } from "effect/process"

const unused = (what: string) => Effect.die(new Error(`No command of ours ${what}.`))

const layerNoTerminal = Layer.succeed(
  Terminal.Terminal,
  Terminal.make({
    columns: unused("draws through this service"),
    rows: unused("draws through this service"),
    size: unused("draws through this service"),
    readInput: unused("asks a person"),
    readLine: unused("asks a person"),
    display: () => unused("draws through this service")
  })
)

const layerNoProcesses = Layer.succeed(
  ChildProcessSpawner.ChildProcessSpawner,
  ChildProcessSpawner.make(() => unused("starts a program"))
)

/** For `runCommandLine`. */
export const layerCommandServices = Layer.mergeAll(
  NodeFileSystem.layer,
  NodePath.layer,
  NodeStdio.layer,
  layerNoTerminal,
  layerNoProcesses
)
