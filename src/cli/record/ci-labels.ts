/** The variables that a CI system sets, in order of preference, and the address of its job. */
interface System {
  /** It is there if this is set. */
  readonly mark: string
  readonly branch: readonly string[]
  readonly commit: readonly string[]
  readonly job: (env: NodeJS.ProcessEnv) => string | undefined
}

/** A value made of several variables; undefined if one of them is not set. */
const joined =
  (...parts: readonly string[]) =>
  (env: NodeJS.ProcessEnv): string | undefined => {
    const values = parts.map((part) => (/^[A-Z_]+$/.test(part) ? env[part] : part))
    return values.every(Boolean) ? values.join('') : undefined
  }

/** From the systems' own documentation of their predefined variables. */
const SYSTEMS: readonly System[] = [
  {
    mark: 'GITHUB_ACTIONS',
    branch: ['GITHUB_HEAD_REF', 'GITHUB_REF_NAME'],
    commit: ['GITHUB_SHA'],
    job: joined('GITHUB_SERVER_URL', '/', 'GITHUB_REPOSITORY', '/actions/runs/', 'GITHUB_RUN_ID'),
  },
  {
    mark: 'GITLAB_CI',
    branch: ['CI_MERGE_REQUEST_SOURCE_BRANCH_NAME', 'CI_COMMIT_REF_NAME'],
    commit: ['CI_COMMIT_SHA'],
    job: joined('CI_JOB_URL'),
  },
  {
    mark: 'JENKINS_URL',
    branch: ['CHANGE_BRANCH', 'BRANCH_NAME', 'GIT_BRANCH'],
    commit: ['GIT_COMMIT'],
    job: joined('BUILD_URL'),
  },
  {
    mark: 'CIRCLECI',
    branch: ['CIRCLE_BRANCH', 'CIRCLE_TAG'],
    commit: ['CIRCLE_SHA1'],
    job: joined('CIRCLE_BUILD_URL'),
  },
  {
    mark: 'BUILDKITE',
    branch: ['BUILDKITE_BRANCH'],
    commit: ['BUILDKITE_COMMIT'],
    job: joined('BUILDKITE_BUILD_URL', '#', 'BUILDKITE_JOB_ID'),
  },
  {
    mark: 'TF_BUILD',
    branch: ['SYSTEM_PULLREQUEST_SOURCEBRANCH', 'BUILD_SOURCEBRANCHNAME'],
    commit: ['BUILD_SOURCEVERSION'],
    job: joined('SYSTEM_COLLECTIONURI', 'SYSTEM_TEAMPROJECT', '/_build/results?buildId=', 'BUILD_BUILDID'),
  },
  {
    mark: 'BITBUCKET_BUILD_NUMBER',
    branch: ['BITBUCKET_BRANCH', 'BITBUCKET_TAG'],
    commit: ['BITBUCKET_COMMIT'],
    job: joined(
      'https://bitbucket.org/',
      'BITBUCKET_REPO_FULL_NAME',
      '/pipelines/results/',
      'BITBUCKET_BUILD_NUMBER',
    ),
  },
  {
    mark: 'DRONE',
    branch: ['DRONE_SOURCE_BRANCH', 'DRONE_BRANCH'],
    commit: ['DRONE_COMMIT_SHA'],
    job: joined('DRONE_BUILD_LINK'),
  },
]

/** The labels `branch`, `commit` and `job` of a build in CI; empty elsewhere. */
export function ciLabels(env: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  const system = SYSTEMS.find(({ mark }) => env[mark])
  if (!system) return {}
  const first = (names: readonly string[]) => names.map((name) => env[name]).find(Boolean)
  const labels = { branch: first(system.branch), commit: first(system.commit), job: system.job(env) }
  return Object.fromEntries(
    Object.entries(labels).filter((label): label is [string, string] => Boolean(label[1])),
  )
}
