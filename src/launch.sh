# At its start Node resets ignored and blocked signals, raises the limit of open files, and opens what is closed of the
# standard streams. A build is to find all this as it was, so that it is noted before, with the environment, which a
# shell changes. src/collector/origin.ts reads it; docs/adr/0012 says why it is done here.
if { [ "$1" = run ] || [ "$1" = ci ]; } && [ -r /proc/self/status ]; then
  while read -r buildspy_key buildspy_value; do
    case $buildspy_key in
      SigBlk:) buildspy_blocked=$buildspy_value ;;
      SigIgn:) buildspy_ignored=$buildspy_value && break ;;
    esac
  done </proc/self/status
  while read -r buildspy_key buildspy_value _ buildspy_soft _; do
    [ "$buildspy_key $buildspy_value" = 'Max open' ] && break
  done </proc/self/limits
  buildspy_closed=
  for buildspy_key in 0 1 2; do
    [ -e /proc/self/fd/$buildspy_key ] || buildspy_closed=$buildspy_closed$buildspy_key
  done
  BUILDSPY_START="$buildspy_ignored $buildspy_blocked $buildspy_soft $buildspy_closed"
  BUILDSPY_ENVIRON=$(base64 2>/dev/null </proc/$$/environ)
  # Linux takes no longer one.
  [ ${#BUILDSPY_ENVIRON} -lt 131000 ] || BUILDSPY_ENVIRON=
  export BUILDSPY_START BUILDSPY_ENVIRON
fi
exec node "$0" "$@"
