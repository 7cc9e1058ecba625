/**
 * The options of a program that take a secret under a harmless name, after its own documentation. Patterns are regular
 * expressions.
 */
export interface Secrets {
  /** Only behind these words: `login` of `docker login`. Options are not among them. */
  readonly of?: RegExp
  /** Only with this option, of one word. */
  readonly given?: RegExp
  /** Whole options whose value is secret: the next word, or behind `=`. Space-separated. */
  readonly options?: string
  /** Letters of such options, whose value may also be glued to them: `-uNAME:PASSWORD`. */
  readonly letters?: string
  /** Letters whose value is only ever glued: `-pPASSWORD`. */
  readonly glued?: string
  /** Letters without a value that may stand before one of those in a word: `-sSu`. */
  readonly switches?: string
  /** A word that is no option is secret. */
  readonly word?: true
  /** The part of a value that is kept: `NAME%` of `NAME%PASSWORD`. A value without it is no secret. */
  readonly keep?: RegExp
}

const word = (of: RegExp, keep?: RegExp): Secrets => ({ of, word: true, ...(keep && { keep }) })

const GLUED_P: readonly Secrets[] = [{ glued: 'p' }]
const LETTER_P: readonly Secrets[] = [{ letters: 'p' }]
const CURL = 'sSfLkvgjnaIiOJRGNlq0-46#'
const CONTAINERS: readonly Secrets[] = [
  { of: /\blogin\b/, letters: 'p' },
  { options: '--creds --src-creds --dest-creds' },
]
const KEYTOOL = '-storepass -keypass -srcstorepass -deststorepass -srckeypass -destkeypass -new'
const KUBE: readonly Secrets[] = [
  { options: '--from-literal', keep: /^[^=]+=/ },
  { of: /\blogin\b/, letters: 'p' },
]
const VARIABLES = /^[\w.-]+=/

/** By the program's name. */
const SECRETS: Readonly<Record<string, readonly Secrets[]>> = {
  curl: [
    { letters: '[uU]', switches: CURL, options: '--user --proxy-user', keep: /^(?=[^:]*:)/ },
    { options: '--oauth2-bearer --pass --proxy-pass --tlspassword --proxy-tlspassword' },
    { letters: 'b', switches: CURL, options: '--cookie', keep: /^[^=]+=/ },
    { letters: 'E', switches: CURL, options: '--cert --proxy-cert', keep: /^[^:]+:/ },
  ],
  http: [{ letters: 'a', options: '--auth' }],
  mysql: GLUED_P,
  mongosh: LETTER_P,
  cqlsh: LETTER_P,
  'redis-cli': [{ options: '-a --pass' }],
  sqlcmd: [{ letters: 'P' }],
  sqlplus: [word(/^$/, /^[^/@]+\/(?=[^@])/)],
  influx: [{ letters: 't' }],
  docker: CONTAINERS,
  helm: LETTER_P.map((rule) => ({ ...rule, of: /\blogin\b/ })),
  kubectl: KUBE,
  sshpass: LETTER_P,
  'ssh-keygen': [{ letters: '[NP]' }],
  openssl: [
    { options: '-pass -passin -passout -passcerts', keep: /^pass:/ },
    { options: '-k -K -psk -hmac -srppass' },
    { options: '-macopt', keep: /^(?:hex)?key:/ },
    word(/^passwd$/),
  ],
  zip: [{ letters: 'P', switches: 'rqjmu0-9vXyoe' }],
  unzip: [{ letters: 'P', switches: 'oqjnavfu' }],
  '7z': GLUED_P,
  rar: [{ glued: 'h?p' }],
  keytool: [{ options: KEYTOOL }],
  twine: LETTER_P,
  cargo: [word(/^login$/)],
  gem: [{ of: /^push\b/, letters: 'k', options: '--key' }],
  npm: [word(/^(?:config )?set \S*(?:_auth\w*|token|password)$/i)],
  nuget: [{ of: /^push\b/i, options: '-ApiKey -k' }, word(/^setapikey$/i)],
  htpasswd: [
    { of: /^\S+ \S+$/, given: /^-\w*b/, word: true },
    { of: /^\S+$/, given: /^-\w*(?:nb|bn|n\w*b|b\w*n)/, word: true },
  ],
  ldapsearch: [{ letters: 'w', switches: 'xLvZn' }],
  smbclient: [{ letters: 'U', options: '--user --username', keep: /^[^%]+%/ }],
  net: [word(/^use (?:\S: )?\\\S+$/i), word(/^user \S+$/i)],
  aws: [
    word(/^configure set \S*(?:secret|token)\S*$/),
    { options: '--secret-string --secret-binary' },
    { of: /^ssm put-parameter\b/, options: '--value' },
  ],
  az: [
    { of: /\b(?:login|server create|vm create)\b/, letters: 'p' },
    { of: /^keyvault secret set\b/, options: '--value' },
    { options: '--connection-string --sas-token' },
  ],
  gh: [{ of: /^secret set\b/, letters: 'b', options: '--body' }],
  glab: [{ of: /^auth login\b/, letters: 't' }],
  heroku: [word(/^config:(?:set|add)\b/, VARIABLES)],
  vault: [
    word(/^(?:login|unwrap|operator unseal|token (?:lookup|revoke|renew))$/, /^(?!.*=)/),
    word(/^(?:write|kv (?:put|patch))\b/, /^(?!(?:\w*ttl|policies|role|type|path|period)=)[\w.-]+=/),
  ],
  consul: [word(/^kv put \S+$/)],
  doctl: [{ letters: 't' }],
  flyctl: [{ letters: 't' }, word(/^secrets (?:set|import)\b/, VARIABLES)],
  vercel: [{ letters: 't' }],
  netlify: [{ options: '--auth' }, word(/^env:set \S+$/)],
  signtool: [{ options: '/p' }],
  osslsigncode: [{ options: '-pass' }],
  ab: [{ letters: '[AP]', keep: /^(?=[^:]*:)/ }],
  act: [{ letters: 's', options: '--secret', keep: VARIABLES }],
  bundle: [word(/^config (?:set )?\S+\.\S+$/, /^[^:]*:/)],
  bw: [word(/^(?:login \S+|unlock)$/)],
  caddy: [{ options: '--plaintext' }],
  cf: [{ of: /^login\b/, letters: 'p' }, word(/^auth \S+$/), word(/^set-env \S+ \S+$/)],
  choco: [{ of: /^(?:apikey|push)\b/, letters: 'k' }],
  cloudflared: [word(/^service install$/)],
  composer: [
    word(/^config (?:github-oauth|gitlab-token|bearer)\.\S+$/),
    word(/^config http-basic\.\S+ \S+$/),
  ],
  etcdctl: [{ options: '--user', keep: /^[^:]+:/ }],
  'gitlab-runner': [{ of: /^register\b/, letters: '[rt]' }],
  mc: [word(/^(?:alias set|config host add) \S+ \S+(?: \S+)?$/)],
  mkpasswd: [word(/^/, /^(?!sha-|md5$|yescrypt$|bcrypt)/)],
  p4: [{ letters: 'P' }],
  poetry: [
    { of: /^publish\b/, letters: 'p' },
    word(/^config pypi-token\.\S+$/),
    word(/^config http-basic\.\S+ \S+$/),
  ],
  pulumi: [word(/^config set \S+$/)],
  setx: [word(/^\S*(?:TOKEN|SECRET|PASS\w*|KEY|PWD)$/i)],
  swaks: [{ options: '-ap' }],
  sendemail: [{ options: '-xp' }],
  uv: [{ of: /^publish\b/, letters: '[pt]' }],
  'yt-dlp': LETTER_P,
  security: [
    { of: /^(?:(?:unlock|create)-keychain|set-keychain-password)/, letters: '[po]' },
    { of: /^import\b/, letters: 'P' },
    { of: /^set-key-partition-list\b/, letters: 'k' },
    { of: /^add-(?:generic|internet)-password\b/, letters: 'w' },
  ],
  altool: LETTER_P,
  snmpget: [{ letters: '[AX]' }],
  ipmitool: [{ letters: 'P' }],
  xfreerdp: [word(/^/, /^\/p:/)],
  lftp: [{ letters: 'u', keep: /^[^,]+,/ }],
  useradd: [{ letters: 'p' }],
  pdftk: [{ options: 'user_pw owner_pw input_pw' }],
  snyk: [word(/^auth$/)],
  codecov: [{ letters: 't' }],
  mosquitto_pub: [{ letters: 'P' }],
  rabbitmqctl: [word(/^(?:add_user|change_password|authenticate_user) \S+$/)],
  ngrok: [word(/^(?:authtoken|config add-authtoken)$/)],
  wpa_passphrase: [word(/^\S+$/)],
  nmcli: [{ options: 'password wifi-sec.psk 802-11-wireless-security.psk' }],
}

const ALIASES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    http: 'https xh',
    mysql:
      'mysqldump mysqladmin mysqlimport mysqlcheck mysqlshow mysqlslap mysqlpump mysqlbinlog mysqlsh mariadb mariadb-dump mariadb-admin',
    mongosh: 'mongo mongodump mongorestore mongoimport mongoexport mongostat',
    docker: 'podman nerdctl buildah skopeo docker-compose',
    kubectl: 'oc k',
    '7z': '7za 7zz 7zr p7zip',
    rar: 'unrar',
    keytool: 'jarsigner',
    sqlcmd: 'bcp isql osql',
    ldapsearch: 'ldapadd ldapmodify ldapdelete ldapwhoami ldappasswd',
    smbclient: 'smbget rpcclient smbmap',
    flyctl: 'fly doppler supabase',
    heroku: 'dokku',
    sqlplus: 'impdp expdp sqlldr exp imp rman',
    ipmitool: 'knife',
    'yt-dlp': 'youtube-dl ncftpput ncftpget psexec rdesktop',
    npm: 'pnpm yarn',
    zip: 'zipcloak',
    useradd: 'usermod',
    mosquitto_pub: 'mosquitto_sub',
    snmpget: 'snmpwalk snmpset snmpbulkwalk',
    helm: 'crane oras',
  }).flatMap(([name, others]) => others.split(' ').map((other) => [other, name] as const)),
)

/** Whether a text names a program that is known here; sorted, so that the names become a tree of letters. */
export const NAMES_PROGRAM = new RegExp(
  `(?<![\\w-])(?:${[...Object.keys(SECRETS), ...Object.keys(ALIASES), 'sudo'].sort().join('|')})(?![\\w-])`,
)

/** What is known of a program. @param program its name, without its directory */
export function secretsOf(program: string): readonly Secrets[] | undefined {
  const name = program.replace(/\.exe$/i, '')
  const known = Object.hasOwn(ALIASES, name) ? ALIASES[name]! : name
  return Object.hasOwn(SECRETS, known) ? SECRETS[known] : undefined
}
