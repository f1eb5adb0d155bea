# What check.sh and flow.sh have in common: they read it, and must lie beside it.
# shellcheck shell=bash disable=SC2034

fail() {
  local line
  for line in "$@"; do
    printf '%s: %s\n' "${0##*/}" "$line" >&2
  done
  exit 2
}

# --- What Keycloak tells ---------------------------------------------------------------------------------------------------

CR=$'\r'
NL=$'\n'

find_kcadm() {
  ADMIN=${KCADM:-}
  [ -n "$ADMIN" ] || ADMIN=$(command -v kcadm.sh) || ADMIN=/opt/keycloak/bin/kcadm.sh
  command -v "$ADMIN" >/dev/null \
    || fail "There is no kcadm.sh at $ADMIN. Say where it is: KCADM=/path/to/kcadm.sh"
  # Each call is a Java machine that lives for a second: no time for its optimising compiler.
  export KC_OPTS="-XX:TieredStopAtLevel=1${KC_OPTS:+ $KC_OPTS}"
}

# kcadm ARGUMENT...: what it says, on both streams, is in ANSWER.
kcadm() {
  local status=0
  ANSWER=$("$ADMIN" "$@" ${OPTIONS[@]+"${OPTIONS[@]}"} 2>&1) || status=1
  ANSWER=${ANSWER//$CR/}
  # Where it fails, it names the cause last.
  CAUSE=${ANSWER##*"$NL"}
  return $status
}

# get PATH FIELDS [OPTION...]: one object a line, texts in quotes. What kcadm says besides is there, too.
get() {
  local path=$1 fields=$2
  shift 2
  kcadm get "$path" --fields "$fields" --format csv "$@"
}

# encoded TEXT: as a part of a URL. The bytes of a letter count, hence the locale, in a shell of its own.
encoded() (
  LC_ALL=C
  text=$1 url=
  for ((i = 0; i < ${#text}; i++)); do
    letter=${text:i:1}
    case $letter in
      [A-Za-z0-9._~-]) url=$url$letter ;;
      *)
        printf -v byte %d "'$letter"
        printf -v byte '%%%02X' $((byte & 255))
        url=$url$byte
        ;;
    esac
  done
  printf %s "$url"
)

# unquoted FIELD: in TEXT. Control characters stay escaped, as they came.
unquoted() {
  TEXT=${1#\"}
  TEXT=${TEXT%\"}
  TEXT=${TEXT//\\\"/\"}
  TEXT=${TEXT//\\\\/\\}
}

explain_realm() {
  case $ANSWER in
    *'not found for url'* | *'ealm not found'*) fail "There is no realm \"$REALM\"." ;;
    *'No server specified'* | *'no current endpoint'* | *'ogin again'* | *'HTTP 401'*)
      fail "Not logged in ($CAUSE)." 'Log in first: kcadm.sh config credentials --server URL --realm master --user ADMIN'
      ;;
    *'HTTP 403'*) fail "The realm \"$REALM\" cannot be read: the administrator needs the role view-realm." ;;
    *) fail "kcadm.sh failed: $CAUSE" ;;
  esac
}

# read_parts ALIAS: a flow as a tree. Its parts are numbered from above, -1 is the flow itself, and KIDS is one ahead.
read_parts() {
  local line level need sub provider config id flow priority count=0 above fields=level,requirement,authenticationFlow,providerId
  FLOW=$1
  NAME=() LEVEL=() NEED=() SUB=() PROVIDER=() CONFIG=() ID=() FLOW_ID=() PRIORITY=() PARENT=() LIVE=() KIDS=('')
  get "authentication/flows/$(encoded "$FLOW")/executions" \
    $fields,authenticationConfig,id,flowId,priority,displayName -r "$REALM_PATH" || return 1
  above=(-1)
  while IFS= read -r line; do
    case $line in [0-9],* | [0-9][0-9],*) ;; *) continue ;; esac
    IFS=, read -r level need sub provider config id flow priority line <<<"$line"
    unquoted "$line"
    NAME[count]=$TEXT LEVEL[count]=$level NEED[count]=${need//\"/} SUB[count]=$sub PROVIDER[count]=${provider//\"/}
    CONFIG[count]=${config//\"/} ID[count]=${id//\"/} FLOW_ID[count]=${flow//\"/} PRIORITY[count]=$priority
    add_part "$count" "${above[level]}"
    above[level+1]=$count
    count=$((count + 1))
  done <<<"$ANSWER"
}

# add_part PART PARENT: it is live unless it, or what it stands in, is Disabled.
add_part() {
  PARENT[$1]=$2
  KIDS[$1+1]=
  KIDS[$2+1]="${KIDS[$2+1]} $1"
  LIVE[$1]=1
  if [ "${NEED[$1]}" = DISABLED ] || { (($2 >= 0)) && [ -z "${LIVE[$2]}" ]; }; then
    LIVE[$1]=
  fi
}

is_condition() {
  [ -z "${SUB[$1]}" ] || return 1
  case ${PROVIDER[$1]} in conditional-*) return 0 ;; esac
  case ${NAME[$1]} in 'Condition '*) return 0 ;; esac
  return 1
}

# split SUBFLOW: its parts, but for conditions, into MUST and MAY; a Conditional sub-flow counts as Required.
split() {
  local part
  MUST= MAY=
  for part in ${KIDS[$1+1]}; do
    is_condition "$part" || case ${NEED[part]} in
      REQUIRED | CONDITIONAL) MUST="$MUST $part" ;;
      ALTERNATIVE) MAY="$MAY $part" ;;
    esac
  done
}

# --- What Keycloak 26.0 must be told ---------------------------------------------------------------------------------------

EARLIER_LOGINS=email-otp-earlier-logins
TRUST=email-otp-trust

# lacks_listener LISTENER: whether this Keycloak has only the listeners that a realm names, and the realm does not name this one; those it
# names are LISTENERS. Answers 2 where it cannot be told.
lacks_listener() {
  LISTENER=$1
  LISTENER_ADVICE="Realm settings, Events, Event listeners: add $LISTENER; take it out again before an update (docs/flows.md)."
  kcadm get "realms/$REALM_PATH" --fields eventsListeners || return 2
  case $ANSWER in *"\"$LISTENER\""*) return 1 ;; esac
  LISTENERS=${ANSWER#*\[}
  LISTENERS=${LISTENERS%%]*}
  LISTENERS=${LISTENERS//[ $NL]/}
  get serverinfo 'systemInfo(version)' || return 2
  case $ANSWER in
    *'"26.0.'*) return 0 ;;
    *\"[0-9]*) return 1 ;;
    *) return 2 ;;
  esac
}
