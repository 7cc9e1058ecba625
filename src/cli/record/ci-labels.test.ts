import { expect, test } from 'vitest'
import { ciLabels } from './ci-labels.ts'

const GITHUB = {
  GITHUB_ACTIONS: 'true',
  GITHUB_HEAD_REF: '',
  GITHUB_REF_NAME: 'main',
  GITHUB_SHA: 'abc',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_REPOSITORY: 'o/r',
  GITHUB_RUN_ID: '7',
}

test.each([
  ['GitHub', GITHUB, ['main', 'abc', 'https://github.com/o/r/actions/runs/7']],
  [
    'a pull request on GitHub',
    { ...GITHUB, GITHUB_HEAD_REF: 'fix' },
    ['fix', 'abc', 'https://github.com/o/r/actions/runs/7'],
  ],
  [
    'GitLab',
    { GITLAB_CI: 'true', CI_COMMIT_REF_NAME: 'main', CI_COMMIT_SHA: 'abc', CI_JOB_URL: 'https://gl/j/1' },
    ['main', 'abc', 'https://gl/j/1'],
  ],
  [
    'Jenkins',
    { JENKINS_URL: 'x', GIT_BRANCH: 'origin/main', GIT_COMMIT: 'abc', BUILD_URL: 'https://j/1/' },
    ['origin/main', 'abc', 'https://j/1/'],
  ],
  [
    'Buildkite',
    {
      BUILDKITE: 'true',
      BUILDKITE_BRANCH: 'main',
      BUILDKITE_COMMIT: 'abc',
      BUILDKITE_BUILD_URL: 'https://b/1',
      BUILDKITE_JOB_ID: 'j',
    },
    ['main', 'abc', 'https://b/1#j'],
  ],
  [
    'Bitbucket',
    {
      BITBUCKET_BUILD_NUMBER: '3',
      BITBUCKET_BRANCH: 'main',
      BITBUCKET_COMMIT: 'abc',
      BITBUCKET_REPO_FULL_NAME: 'o/r',
    },
    ['main', 'abc', 'https://bitbucket.org/o/r/pipelines/results/3'],
  ],
] as const)('%s', (_system, env, [branch, commit, job]) => {
  expect(ciLabels(env)).toEqual({ branch, commit, job })
})

test('elsewhere there are none, and what is not set makes none', () => {
  expect(ciLabels({ BRANCH_NAME: 'x' })).toEqual({})
  expect(ciLabels({ GITHUB_ACTIONS: 'true', GITHUB_SHA: 'abc' })).toEqual({ commit: 'abc' })
})
