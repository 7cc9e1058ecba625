/** The first tabs of GraphiQL. Each has a result as soon as one build is recorded. */
export const EXAMPLES = [
  {
    query: `# The newest run: its first events, each with the process it is about, and that process's parent and children.
query NestedRun {
  runs(first: 1) {
    nodes {
      id
      commandLine
      status
      duration
      processCount
      events(first: 20) {
        nodes {
          seq
          timestamp
          type
          process {
            name
            commandLine
            duration
            cpuTime
            parent { pid name }
            childProcesses(first: 5) { nodes { pid name } }
          }
        }
      }
    }
  }
}
`,
  },
  {
    query: `# What runs now, and what the daemon holds.
query Overview {
  live: runs(status: [running_live]) { totalCount nodes { id commandLine startTime processCount } }
  stats {
    totalRuns
    liveBuilds
    byStatus { status count }
  }
  runs(first: 10, order: slowest) {
    nodes { id commandLine status duration cpuTime peakMemory }
  }
}
`,
  },
  {
    query: `# Runs as they begin, change and end. Start it, then record a build:  buildspy run -- make -j8
subscription Watch {
  runsChanged {
    runs { id commandLine status processCount duration }
    deleted
  }
}
`,
  },
]
