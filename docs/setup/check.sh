#!/usr/bin/env bash
#
# Says in words who can log in to a realm without a mailed code, and how to mend that: docs/flows.md, Check.
# It only reads. It needs bash (3.2 is enough), Keycloak's kcadm.sh, and common.sh beside it, and calls no other program.

set -u

case $0 in
  */*) HERE=${0%/*} ;;
  *) HERE=. ;;
esac
if [ ! -r "$HERE/common.sh" ]; then
  printf '%s: There is no common.sh beside it: take the whole folder docs/setup.\n' "${0##*/}" >&2
  exit 2
fi
# shellcheck source-path=SCRIPTDIR source=common.sh
. "$HERE/common.sh" || exit 2

usage() {
  printf '%s\n' \
    'Usage: check.sh REALM [options of kcadm.sh]' \
    '' \
    'Log in first:  kcadm.sh config credentials --server URL --realm master --user ADMIN' \
    'kcadm.sh is taken from $KCADM, else from the PATH, else from /opt/keycloak/bin.' \
    '' \
    'Exit code: 0  nothing to mend, though doors may be open that need more than a password, or logins ask for no code' \
    '           1  somebody gets in with the password alone, or a step counts for nothing' \
    '           2  cannot tell'
}

read_realm() {
  local fields=enabled,resetPasswordAllowed,registrationAllowed,verifyEmail,webAuthnPolicyPasswordlessPasskeysEnabled
  fields=$fields,browserFlow,directGrantFlow,dockerAuthenticationFlow,resetCredentialsFlow,registrationFlow
  REALM_PATH=$(encoded "$REALM")
  get "realms/$REALM_PATH" $fields,firstBrokerLoginFlow || explain_realm
  BROWSER_FLOW=
  while IFS= read -r LINE; do
    case $LINE in
      true,*'","'* | false,*'","'*)
        IFS=, read -r _ RESET REGISTRATION VERIFY PASSKEYS LINE <<<"$LINE"
        next_text && BROWSER_FLOW=$TEXT
        next_text && DIRECT_FLOW=$TEXT
        next_text && DOCKER_FLOW=$TEXT
        next_text && RESET_FLOW=$TEXT
        next_text && REGISTRATION_FLOW=$TEXT
        next_text && LINKING_FLOW=$TEXT
        ;;
    esac
  done <<<"$ANSWER"
  [ -n "$BROWSER_FLOW" ] \
    || fail "The flows of the realm \"$REALM\" cannot be read: the administrator needs the role view-realm."
}

# next_text: takes the first text, which may be missing, off LINE, into TEXT.
next_text() {
  local text
  case $LINE in
    \"*) text=${LINE%%\",*} ;;
    *) text= ;;
  esac
  LINE=${LINE:${#text}}
  LINE=${LINE#\"}
  LINE=${LINE#,}
  unquoted "$text"
}

# read_flow ALIAS: PROVES is whether a code of any flow can be the first proof of an address; PASSWORDLESS is whether a code is what people come with, in the place of a password.
read_flow() {
  DOUBTS= PASSWORDLESS=
  read_parts "$1" && read_credential_conditions || return 1
  if find_live "$FIRST" && ! find_live "$STEP"; then
    PASSWORDLESS=1
  fi
  if find_live "$FIRST" || find_live reset-credentials-email-otp || find_live idp-email-otp-verification; then
    PROVES=1
  fi
}

# find_live PROVIDER: the first of its steps that is not Disabled, in PART.
find_live() {
  for ((PART = 0; PART < ${#NAME[@]}; PART++)); do
    [ "${PROVIDER[PART]}" != "$1" ] || [ -z "${LIVE[PART]}" ] || return 0
  done
  return 1
}

# knows PROVIDER: whether the flow has such a step, be it Disabled.
knows() {
  case " ${PROVIDER[*]-} " in *" $1 "*) return 0 ;; esac
  return 1
}

# Which credentials a "Condition - credential" is about is in its settings: CREDENTIALS, and whether they must be INCLUDED.
read_credential_conditions() {
  local part line included credentials
  CREDENTIALS=() INCLUDED=()
  for ((part = 0; part < ${#NAME[@]}; part++)); do
    CREDENTIALS[part]= INCLUDED[part]=
    if [ "${PROVIDER[part]}" = conditional-credential ] && [ -n "${LIVE[part]}" ] && [ -n "${CONFIG[part]}" ]; then
      get "authentication/config/${CONFIG[part]}" 'id,config(included,credentials)' -r "$REALM_PATH" || return 1
      while IFS= read -r line; do
        case $line in
          \"*)
            IFS=, read -r _ included credentials <<<"${line//\"/}"
            INCLUDED[part]=$included CREDENTIALS[part]=${credentials//\#\#/ }
            ;;
        esac
      done <<<"$ANSWER"
    fi
  done
}

# --- What Keycloak does: DefaultAuthenticationFlow, as far as it decides who gets in ---------------------------------------
#
# HAS is what people have set up (app key passkey address), SHOWS what they can show in this login (password app key passkey
# ticket, and code if they have an address). Every question is answered in R. What only its settings or another extension can
# tell is PERHAPS, and UNSURE are the parts that made it so.

STEP=auth-email-otp-form
FIRST=auth-email-otp-first
TRUSTED_BROWSER=conditional-email-otp-trusted
TRUSTED_NETWORK=conditional-email-otp-network
NO=0
PERHAPS=1
YES=2

has() {
  case " $HAS " in *" $1 "*) return 0 ;; esac
  return 1
}

shows() {
  R=$NO
  case " $SHOWS " in *" $1 "*) R=$YES ;; esac
}

unsure() {
  R=$PERHAPS
  UNSURE="$UNSURE $1"
}

# factor STEP PROOF [set-up]: who lacks it does not pass, but where it is Required and can be set up at login.
factor() {
  if has "$2"; then
    shows "$2"
  elif [ "${3:-}" = set-up ] && [ "${NEED[$1]}" = REQUIRED ]; then
    R=$YES
    SET_UP=${NAME[$1]}
  else
    R=$NO
  fi
}

# Keycloak takes a passkey on the page of the first step.
or_passkey() {
  if ((R == NO)) && [ "$PASSKEYS" = true ] && has passkey; then
    shows passkey
  fi
}

passes_step() {
  R=$NO
  case ${PROVIDER[$1]} in
    auth-username-password-form | auth-password-form)
      shows password
      or_passkey
      ;;
    "$FIRST")
      shows code
      or_passkey
      ;;
    direct-grant-validate-password | http-basic-authenticator | docker-http-basic-authenticator) shows password ;;
    auth-username-form | direct-grant-validate-username | allow-access-authenticator) R=$YES ;;
    "$STEP") shows code ;;
    auth-otp-form) factor "$1" app set-up ;;
    webauthn-authenticator) factor "$1" key set-up ;;
    # Nobody here has any.
    auth-recovery-authn-code-form) factor "$1" recovery set-up ;;
    direct-grant-validate-otp) factor "$1" app ;;
    webauthn-authenticator-passwordless) factor "$1" passkey ;;
    auth-spnego | auth-x509-client-username-form) shows ticket ;;
    auth-cookie | identity-provider-redirector | organization | deny-access-authenticator) ;;
    *) unsure "$1" ;;
  esac
}

# set_up_by STEP: whether people have what "Condition - user configured" looks for.
set_up_by() {
  R=$NO
  case ${PROVIDER[$1]} in
    auth-otp-form | direct-grant-validate-otp) ! has app || R=$YES ;;
    webauthn-authenticator) ! has key || R=$YES ;;
    webauthn-authenticator-passwordless) ! has passkey || R=$YES ;;
    auth-recovery-authn-code-form) ;;
    "$STEP" | "$FIRST" | auth-username-password-form | auth-password-form | auth-username-form) R=$YES ;;
    allow-access-authenticator) R=$YES ;;
    direct-grant-validate-username | direct-grant-validate-password) R=$YES ;;
    http-basic-authenticator | docker-http-basic-authenticator) R=$YES ;;
    *) unsure "$1" ;;
  esac
}

# counted SUBFLOW: the steps that "Condition - user configured" looks at, in COUNTED: the Required ones if there are any,
# else the Alternative ones; never those of sub-flows.
counted() {
  local part alternative=
  COUNTED= ONE_IS_ENOUGH=
  for part in ${KIDS[$1+1]}; do
    if [ -z "${SUB[part]}" ] && ! is_condition "$part"; then
      case ${NEED[part]} in
        REQUIRED) COUNTED="$COUNTED $part" ;;
        ALTERNATIVE) alternative="$alternative $part" ;;
      esac
    fi
  done
  if [ -z "$COUNTED" ] && [ -n "$alternative" ]; then
    COUNTED=$alternative ONE_IS_ENOUGH=1
  fi
}

user_configured() {
  local part all=$YES one=$NO
  counted "$1"
  for part in $COUNTED; do
    set_up_by "$part"
    ((R >= all)) || all=$R
    ((R <= one)) || one=$R
  done
  R=$all
  [ -z "$ONE_IS_ENOUGH" ] || R=$one
}

credential_used() {
  local used=none
  case " $SHOWS " in
    *' password '*) used=password ;;
    *' passkey '*) used=webauthn-passwordless ;;
    *' code '*) [ -z "$PASSWORDLESS" ] || used=password ;;
  esac
  R=$NO
  case " ${CREDENTIALS[$1]} " in *" $used "*) R=$YES ;; esac
  [ "${INCLUDED[$1]}" = true ] || R=$((YES - R))
}

meets() {
  case ${PROVIDER[$1]} in
    conditional-user-configured) user_configured "${PARENT[$1]}" ;;
    conditional-credential) credential_used "$1" ;;
    # It is of use to a stranger in no browser, and in no network, that is trusted.
    "$TRUSTED_BROWSER" | "$TRUSTED_NETWORK") R=$YES ;;
    *) unsure "$1" ;;
  esac
}

# applies PART: whether it is gone through at all; a Conditional sub-flow without any condition is not.
applies() {
  local part found= all=$YES
  R=$YES
  [ "${NEED[$1]}" = CONDITIONAL ] || return 0
  for part in ${KIDS[$1+1]}; do
    if is_condition "$part" && [ "${NEED[part]}" != DISABLED ]; then
      meets "$part"
      found=1
      ((R >= all)) || all=$R
    fi
  done
  R=$NO
  [ -z "$found" ] || R=$all
}

passes() {
  if [ -n "${SUB[$1]}" ]; then
    passes_flow "$1"
  else
    passes_step "$1"
  fi
}

# passes_flow SUBFLOW: all that is Required; the Alternative parts count only if nothing is.
passes_flow() {
  split "$1"
  if [ -n "$MUST" ]; then
    passes_all $MUST
  else
    passes_one $MAY
  fi
}

# A part of which it is uncertain whether it applies can only stop people; but where nothing applies, nobody gets in.
passes_all() {
  local part applied certain= least=$YES low=$YES high=$NO
  for part in "$@"; do
    applies "$part"
    applied=$R
    ((applied > NO)) || continue
    passes "$part"
    if ((applied == YES)); then
      certain=1
      ((R >= least)) || least=$R
    else
      ((R >= low)) || low=$R
      ((R <= high)) || high=$R
    fi
  done
  if [ -n "$certain" ]; then
    R=$least
    ((low >= least)) || R=$PERHAPS
  else
    R=$high
    ((high == NO || low == YES)) || R=$PERHAPS
  fi
}

passes_one() {
  local part best=$NO
  for part in "$@"; do
    passes "$part"
    ((R <= best)) || best=$R
  done
  R=$best
}

# gets_in HAS SHOWS: whether such people get through the whole flow. DOUBTS are the parts that made it PERHAPS, of the flow.
gets_in() {
  local part
  HAS=$1 SHOWS=$2 SET_UP= UNSURE=
  passes_flow -1
  if ((R == PERHAPS)); then
    for part in $UNSURE; do
      case " $DOUBTS " in *" $part "*) ;; *) DOUBTS="$DOUBTS $part" ;; esac
    done
  fi
}

# --- People ----------------------------------------------------------------------------------------------------------------

# Who can come with a password and nothing else; an address makes no difference to them, since they show no code.
PEOPLE=('people with an app' 'people without an app or security key' 'people with a security key')
PEOPLE_HAVE=('app address' 'address' 'key address')

# alone SHOWS: who gets in with no more than that, in words in ALONE, and who perhaps does, in ALONE_PERHAPS.
alone() {
  local kind
  ALONE= ALONE_PERHAPS= ALONE_KINDS=
  for kind in 0 1 2; do
    gets_in "${PEOPLE_HAVE[kind]}" "$1"
    case $R in
      "$YES")
        ALONE="${ALONE:+$ALONE and }${PEOPLE[kind]}"
        ALONE_KINDS="$ALONE_KINDS $kind"
        ;;
      "$PERHAPS") ALONE_PERHAPS="${ALONE_PERHAPS:+$ALONE_PERHAPS and }${PEOPLE[kind]}" ;;
    esac
  done
  case $ALONE_KINDS in
    ' 0 1 2') ALONE=everybody ;;
    ' 1 2') ALONE='whoever has no app' ;;
    ' 0 1') ALONE='whoever has no security key' ;;
  esac
}

# words_for PROOF...: in WORDS.
words_for() {
  local proof
  WORDS=
  for proof in "$@"; do
    WORDS=${WORDS:+$WORDS and }
    case $proof in
      key) WORDS="${WORDS}the security key" ;;
      app) WORDS="${WORDS}the app" ;;
      passkey) WORDS="${WORDS}the passkey" ;;
      code) WORDS="${WORDS}a mailed code" ;;
      password) WORDS="${WORDS}the password" ;;
    esac
  done
}

# asked HAS: what such people are asked for after the password, in ASKED. BASE is whether the password alone is enough.
asked() {
  local proof proofs=${1/address/code} before=
  ASKED=
  gets_in "$1" password
  BASE=$R
  if ((BASE == YES)); then
    ASKED="NOTHING${SET_UP:+: they set up $SET_UP, and are in}"
    return
  fi
  gets_in "$1" passkey
  if ((R == YES)); then
    before='the passkey alone; after the password '
    proofs=${proofs/passkey/}
  fi
  for proof in $proofs; do
    gets_in "$1" "password $proof"
    if ((R > BASE)); then
      words_for "$proof"
      ASKED="${ASKED:+$ASKED, or }$WORDS"
    fi
  done
  [ -n "$ASKED" ] || asked_for_all "$1" $proofs
  [ -n "$ASKED" ] || asked_in_vain "$1" $proofs
  ASKED=$before$ASKED
  ((BASE == NO)) || ASKED="perhaps NOTHING, else $ASKED"
}

# asked_first HAS: what they are asked for where nobody needs a password, in ASKED.
asked_first() {
  local proof proofs=${1/address/code}
  ASKED=
  for proof in password $proofs; do
    asked_too "$1" "$proof"
  done
  if [ -z "$ASKED" ]; then
    for proof in ${proofs/code/}; do
      asked_too "$1" code "$proof"
    done
  fi
  [ -n "$ASKED" ] || asked_too "$1" $proofs
  [ -n "$ASKED" ] || ASKED='no way in, and no page says why'
}

# asked_too HAS PROOF...: if these are enough.
asked_too() {
  local has=$1
  shift
  gets_in "$has" "$*"
  if ((R > NO)); then
    words_for "$@"
    ASKED="${ASKED:+$ASKED, or }$WORDS"
  fi
}

# asked_for_all HAS PROOF...: one after the other.
asked_for_all() {
  gets_in "$1" "password $*"
  if ((R > BASE)); then
    shift
    words_for "$@"
    ASKED=$WORDS
  fi
}

# asked_in_vain HAS PROOF...: whether an address is what they lack, and what they are asked for before that shows.
asked_in_vain() {
  local vain='no way in: the page says that there is no address'
  gets_in "$1" 'password code'
  if ((R > BASE)); then
    ASKED=$vain
    return
  fi
  gets_in "$1" "password code $*"
  ASKED='no way in'
  if ((R > BASE)); then
    shift
    words_for "$@"
    ASKED="$WORDS, then $vain"
  fi
}

# --- What is wrong with a flow ---------------------------------------------------------------------------------------------

# fault FACT ADVICE: two facts can have one remedy.
fault() {
  local line
  FACTS[${#FACTS[@]}]=$1
  for line in ${ADVICE[@]+"${ADVICE[@]}"}; do
    [ "$line" != "$2" ] || return 0
  done
  ADVICE[${#ADVICE[@]}]=$2
}

# name_of PART: in TEXT; that of a sub-flow in quotes.
name_of() {
  if (($1 < 0)); then
    TEXT="\"$FLOW\""
  elif [ -n "${SUB[$1]}" ]; then
    TEXT="\"${NAME[$1]}\""
  else
    TEXT=${NAME[$1]}
  fi
}

# names_of PART...: in LIST.
names_of() {
  local count=0 part
  LIST=
  for part in "$@"; do
    count=$((count + 1))
    name_of "$part"
    if ((count == 1)); then
      LIST=$TEXT
    elif ((count == $#)); then
      LIST="$LIST and $TEXT"
    else
      LIST="$LIST, $TEXT"
    fi
  done
}

is_code() {
  [ "${PROVIDER[$1]}" = "$STEP" ] || [ "${PROVIDER[$1]}" = "$FIRST" ]
}

# holds SUBFLOW live|any: whether one of the steps is in it; a live one is asked for.
holds() {
  local part
  for part in ${KIDS[$1+1]}; do
    if [ "$2" = any ] || [ -n "${LIVE[part]}" ]; then
      ! is_code "$part" || return 0
      holds "$part" "$2" && return 0
    fi
  done
  return 1
}

# In the flow that was read last.
find_faults() {
  local part
  ! find_live $TRUSTED_BROWSER || TRUSTS=1
  FACTS=() ADVICE=() ALONE= ALONE_PERHAPS= ALONE_KINDS=
  [ -n "$PASSWORDLESS" ] || alone password
  find_faults_in -1
  for ((part = 0; part < ${#NAME[@]}; part++)); do
    [ -z "${SUB[part]}" ] || [ -z "${LIVE[part]}" ] || find_faults_in "$part"
  done
  # A Disabled step does no harm while another one is asked for.
  if [ -n "$ALONE" ] || ! holds -1 live; then
    find_disabled
  fi
  if [ -n "$ALONE" ] && ((${#FACTS[@]} == 0)); then
    fault 'There is a way round the step.' 'Compare the flow with docs/flows.md.'
  fi
}

find_faults_in() {
  split "$1"
  [ -z "$MUST" ] || [ -z "$MAY" ] || find_ignored "$1"
  if (($1 >= 0)) && [ "${NEED[$1]}" = CONDITIONAL ] && holds "$1" live; then
    find_skipping "$1"
  fi
}

find_ignored() {
  local ignored beside are=is they='it counts' which=is
  case $MAY in ' '*' '*) are=are they='they count' ;; esac
  case $MUST in ' '*' '*) which=are ;; esac
  names_of $MAY
  ignored=$LIST
  names_of $MUST
  beside=$LIST
  remedy "$1"
  fault "$ignored $are Alternative beside $beside, which $which Required: $they for nothing." "$REMEDY"
}

find_skipping() {
  local part kind name found=
  name_of "$1"
  name=$TEXT
  for part in ${KIDS[$1+1]}; do
    if is_condition "$part" && [ "${NEED[part]}" != DISABLED ]; then
      found=1
      for kind in $ALONE_KINDS; do
        HAS=${PEOPLE_HAVE[kind]} SHOWS=password
        meets "$part"
        if ((R == NO)); then
          skipped "$1" "$part" "$name"
          break
        fi
      done
    fi
  done
  [ -n "$found" ] || fault "$name is Conditional and holds no condition: it is always skipped." "Set $name to Required."
}

# skipped SUBFLOW CONDITION NAME: by people with what HAS says.
skipped() {
  local part lacking=
  if [ "${PROVIDER[$2]}" = conditional-credential ]; then
    fault "$3 is skipped for whoever logs in with a password: ${NAME[$2]}." \
      "Leave password out of the credentials of ${NAME[$2]} in $3."
    return
  fi
  counted "$1"
  for part in $COUNTED; do
    set_up_by "$part"
    ((R > NO)) || lacking="$lacking $part"
  done
  names_of $lacking
  lacking=$LIST
  remedy "$1"
  fault "$3 is skipped, without a word, for whoever has not set up $lacking." "$REMEDY"
}

# remedy SUBFLOW: in REMEDY.
remedy() {
  local name
  name_of "$1"
  name=$TEXT
  find_later "$1"
  split "$1"
  if [ -n "$LATER" ]; then
    names_of $LATER
    REMEDY="In $name, set $LIST to Alternative."
  elif [ -n "$MUST" ] && [ -n "$MAY" ]; then
    names_of $MAY
    REMEDY="In $name, set $LIST to Required."
  else
    REMEDY="In $name, let the step stand directly, Alternative, beside the other second factors."
  fi
}

# find_later SUBFLOW: where it is a choice of second factors, those that are to become Alternative, in LATER.
find_later() {
  local part count=0 later=
  LATER=
  for part in ${KIDS[$1+1]}; do
    if is_condition "$part" || { [ "${NEED[part]}" = DISABLED ] && ! is_code "$part"; }; then
      continue
    fi
    case ${SUB[part]}${PROVIDER[part]} in
      true* | auth-cookie | auth-spnego | identity-provider-redirector) return ;;
      auth-username-form | auth-username-password-form | auth-password-form) return ;;
    esac
    count=$((count + 1))
    [ "${NEED[part]}" = ALTERNATIVE ] || later="$later $part"
  done
  ((count < 2)) || LATER=$later
}

# Neither is the step asked for where what it stands in is Disabled.
find_disabled() {
  local part
  for ((part = 0; part < ${#NAME[@]}; part++)); do
    if [ "${NEED[part]}" != DISABLED ] || { ((PARENT[part] >= 0)) && [ -z "${LIVE[PARENT[part]]}" ]; }; then
      continue
    fi
    if is_code "$part"; then
      disabled_step "$part" "${PARENT[part]}"
    elif holds "$part" any; then
      disabled_sub_flow "$part"
    fi
  done
}

disabled_sub_flow() {
  local part need=Required
  for part in ${KIDS[$1+1]}; do
    if is_condition "$part" && [ "${NEED[part]}" != DISABLED ]; then
      need=Conditional
    fi
  done
  name_of "$1"
  fault "$TEXT, which holds the step, is Disabled: the code is never asked for." "Set $TEXT to $need."
}

# disabled_step STEP SUBFLOW
disabled_step() {
  local name
  name_of "$2"
  name=$TEXT
  remedy "$2"
  [ -n "$LATER" ] || REMEDY="In $name, set ${NAME[$1]} to Required."
  fault "${NAME[$1]} in $name is Disabled: the code is never asked for." "$REMEDY"
}

# --- Doors -----------------------------------------------------------------------------------------------------------------

# Through these, the password alone gets somebody in, or a step is not what it is for.
mend() {
  MEND[${#MEND[@]}]=$1
  MEND[${#MEND[@]}]=$2
}

# These need something else.
door() {
  DOORS[${#DOORS[@]}]=$1
  DOORS[${#DOORS[@]}]=$2
}

# password_door FACT ADVICE: where the code stands in the place of the password, the password is another way in, and no weaker one.
password_door() {
  if [ -n "$FIRST_STEP" ]; then
    door "$@"
  else
    mend "$@"
  fi
}

cannot_tell() {
  UNKNOWN[${#UNKNOWN[@]}]="$1 ($CAUSE)"
}

MOST_NAMES=8

# remember USE NAME: collects who uses the same flow. USE says how: "browser ID", "direct ID", "ecp", "docker", "after ALIAS".
remember() {
  local i
  for ((i = 0; i < ${#USE[@]}; i++)); do
    [ "${USE[i]}" != "$1" ] || break
  done
  USE[i]=$1 USERS[i]=$((${USERS[i]:-0} + 1))
  if ((USERS[i] <= MOST_NAMES)); then
    WHO[i]="${WHO[i]:+${WHO[i]}, }$2"
  fi
}

read_clients() {
  local line grants protocol browser direct ecp found= fields=enabled,directAccessGrantsEnabled,protocol
  fields="$fields,authenticationFlowBindingOverrides(browser,direct_grant),attributes(saml.allow.ecp.flow),clientId"
  get clients "$fields" -r "$REALM_PATH" || return 1
  while IFS= read -r line; do
    case $line in true,* | false,*) found=1 ;; esac
    case $line in true,*) ;; *) continue ;; esac
    IFS=, read -r _ grants protocol browser direct ecp line <<<"$line"
    unquoted "$line"
    [ -z "$browser" ] || remember "browser ${browser//\"/}" "$TEXT"
    case $protocol in
      '"saml"') [ "$ecp" != '"true"' ] || remember ecp "$TEXT" ;;
      '"docker-v2"') remember docker "$TEXT" ;;
      *) [ "$grants" != true ] || remember "direct ${direct//\"/}" "$TEXT" ;;
    esac
  done <<<"$ANSWER"
  # Every realm has clients: who is shown none may not see them.
  CAUSE='none is shown'
  [ -n "$found" ]
}

read_identity_providers() {
  local line link alias after
  get identity-provider/instances enabled,linkOnly,alias,postBrokerLoginFlowAlias -r "$REALM_PATH" -q max=100000 || return 1
  while IFS= read -r line; do
    case $line in true,*) ;; *) continue ;; esac
    IFS=, read -r _ link alias after <<<"$line"
    unquoted "$after"
    after=$TEXT
    unquoted "$alias"
    LINKING=1
    [ "$link" = true ] || remember "after $after" "$TEXT"
  done <<<"$ANSWER"
}

# alias_of FLOW_ID: in ALIAS.
alias_of() {
  local line
  if [ -z "$FLOWS" ]; then
    get authentication/flows id,alias -r "$REALM_PATH" || return 1
    FLOWS=$ANSWER
  fi
  while IFS= read -r line; do
    case $line in
      "\"$1\","*)
        unquoted "${line#*,}"
        ALIAS=$TEXT
        return
        ;;
    esac
  done <<<"$FLOWS"
  CAUSE="there is no flow $1"
  return 1
}

check_doors() {
  local i who
  USE=() USERS=() WHO=() FLOWS= LINKING=
  read_clients || cannot_tell 'the clients cannot be read; the administrator needs the role view-clients'
  read_identity_providers \
    || cannot_tell 'the identity providers cannot be read; the administrator needs the role view-identity-providers'
  for ((i = 0; i < ${#USE[@]}; i++)); do
    who=${WHO[i]}
    ((USERS[i] <= MOST_NAMES)) || who="$who and $((USERS[i] - MOST_NAMES)) more"
    case ${USE[i]} in
      browser*) check_override "${USE[i]#* }" "$who" ;;
      # Where logins ask for the password alone, so may these.
      *) [ -n "$NO_CODE" ] || check_use "${USE[i]}" "$who" ;;
    esac
  done
  check_reset
  check_registration
  check_linking
  check_listeners
}

# What clears an account of what somebody else has set up does not reach the logins that wait; and a new password that a directory keeps, and an
# address that comes back, are told of to listeners only.
check_listeners() {
  [ -z "$PROVES" ] || check_listener $EARLIER_LOGINS 'A LOGIN' 'a login' \
    'goes on that may be of somebody else: one that waits while its account is proven to be its owner'"'"'s.'
  [ -z "$TRUSTS" ] || check_listener $TRUST 'TRUST in a browser' 'trust in a browser' \
    'outlasts a new password that a directory keeps, and is back with an old address.'
}

# check_listener LISTENER WHAT WHAT_IN_LOW_LETTERS DOES: without it.
check_listener() {
  local status=0
  lacks_listener "$1" || status=$?
  case $status in
    0) mend "$2 $4" "$LISTENER_ADVICE" ;;
    2) door "On Keycloak 26.0, $3 $4" "$LISTENER_ADVICE" ;;
  esac
}

# check_use USE WHO: another one than a client's own browser flow.
check_use() {
  case $1 in
    direct*) check_direct_grant "${1#* }" "$2" ;;
    ecp) check_without_page 'saml ecp' ECP "$2" 'Switch Allow ECP flow off there.' ;;
    docker)
      check_without_page "$DOCKER_FLOW" Docker "$2" \
        'Bind a flow that holds Deny access, Required, as Docker authentication flow.'
      ;;
    after*) [ -n "$FIRST_STEP" ] || check_post_login "${1#* }" "$2" ;;
  esac
}

# check_override FLOW_ID CLIENTS
check_override() {
  ALIAS=
  alias_of "$1" && [ "$ALIAS" = "$BROWSER_FLOW" ] && return
  if [ -z "$ALIAS" ] || ! read_flow "$ALIAS"; then
    cannot_tell "the flow of the client $2 cannot be read"
    return
  fi
  if [ -n "$NO_CODE" ]; then
    holds -1 any || return 0
    OURS=1
  fi
  find_faults
  if [ -n "$ALONE" ]; then
    password_door "THE PASSWORD ALONE LETS IN $ALONE at the client $2, by its own flow \"$FLOW\"." \
      'Put the step into that flow too, or take the override away (Advanced, Authentication flow overrides).'
  elif ((${#FACTS[@]})); then
    mend "A STEP COUNTS FOR NOTHING at the client $2, in its own flow \"$FLOW\". ${FACTS[0]}" "${ADVICE[0]}"
  elif [ -n "$ALONE_PERHAPS" ]; then
    perhaps "the client $2, by its own flow \"$FLOW\""
  fi
}

# check_direct_grant FLOW_ID CLIENTS: without an id it is the realm's flow.
check_direct_grant() {
  ALIAS=$DIRECT_FLOW
  if { [ -n "$1" ] && ! alias_of "$1"; } || ! read_flow "$ALIAS"; then
    cannot_tell "the direct grant flow of the client $2 cannot be read"
    return
  fi
  alone password
  if [ -n "$ALONE" ]; then
    password_door "THE PASSWORD ALONE GETS A TOKEN by a direct access grant at the client $2." \
      'Switch Direct access grants off there; or bind a direct grant flow that holds Deny access, Required.'
  elif [ -n "$ALONE_PERHAPS" ]; then
    perhaps "direct access grants at the client $2"
  fi
}

# check_without_page ALIAS PROTOCOL CLIENTS ADVICE: a flow that takes the password from the client itself.
check_without_page() {
  if ! read_flow "$1"; then
    cannot_tell "the flow of the client $3 for $2 cannot be read"
    return
  fi
  alone password
  if [ -n "$ALONE" ]; then
    password_door "THE PASSWORD ALONE LETS IN $ALONE by $2 at the client $3." "$4"
  elif [ -n "$ALONE_PERHAPS" ]; then
    perhaps "$2 at the client $3"
  fi
}

# check_post_login ALIAS PROVIDERS: without an alias there is no such flow.
check_post_login() {
  if [ -n "$1" ] && ! read_flow "$1"; then
    cannot_tell "the Post login flow of the identity provider $2 cannot be read"
    return
  fi
  ALONE=everybody ALONE_PERHAPS=
  [ -z "$1" ] || alone ''
  if [ -n "$ALONE" ]; then
    door "Identity provider $2: whoever logs in there is not asked for a code." \
      'Make a flow of nothing but Email code, Required, and choose it as Post login flow.'
  elif [ -n "$ALONE_PERHAPS" ]; then
    perhaps "the identity provider $2"
  fi
}

# Where people trust browsers: what is changed there without a code is where all later codes go.
check_addresses() {
  [ -n "$TRUSTS" ] || return 0
  if ! get authentication/required-actions alias,enabled -r "$REALM_PATH"; then
    cannot_tell 'the required actions cannot be read'
    return
  fi
  case $NL$ANSWER in
    *"$NL\"UPDATE_EMAIL\",true"*) ;;
    *)
      door 'Trusted browsers: whoever has the password and one, or a copy of its cookie, changes the address of the account without a code.' \
        'Authentication, Required actions: switch Update Email on (before 26.4, a feature: update-email).'
      ;;
  esac
}

perhaps() {
  names_of $DOUBTS
  door "Perhaps $1: only a login shows what $LIST does." 'Log in there and see.'
}

# In the browser flow: for who has a Kerberos ticket, or a certificate.
check_tickets() {
  local part kind found=
  for ((part = 0; part < ${#NAME[@]}; part++)); do
    case ${PROVIDER[part]} in
      auth-spnego | auth-x509-client-username-form) [ -z "${LIVE[part]}" ] || found="$found $part" ;;
    esac
  done
  [ -n "$found" ] || return 0
  names_of $found
  for kind in 0 1 2; do
    gets_in "${PEOPLE_HAVE[kind]}" ticket
    if ((R == YES)); then
      door "$LIST in the browser flow: whoever comes in by it is not asked for a code." \
        'Set it to Disabled, or let Email code, Required, stand below a sub-flow that holds it (docs/flows.md).'
      return
    fi
  done
}

# --- Other flows: what the log warns of, ResetFaults and RegistrationFaults ------------------------------------------------

# read_other FLOW NAME: the realm's flow for something else than a login.
read_other() {
  [ -n "$1" ] && read_flow "$1" && return
  cannot_tell "the $2 flow \"$1\" cannot be read"
  return 1
}

# wrong WHAT FLOW: with the FACTS and the ADVICE.
wrong() {
  [ ${#FACTS[@]} -eq 0 ] || mend "$1 in the $2 flow \"$FLOW\". ${FACTS[*]}" "${ADVICE[*]}"
}

check_reset() {
  local code=reset-credentials-email-otp
  if [ "$RESET" != true ] || ! read_other "$RESET_FLOW" 'reset credentials'; then
    return
  fi
  if ! knows $code; then
    door 'Forgot password: whoever reads the mailbox sets a new password, and is in.' \
      'Realm settings, Login: switch Forgot password off.'
    return
  fi
  OURS=1
  find_faults_of_reset $code
  if ((${#FACTS[@]} == 0)); then
    door 'Forgot password: whoever reads the mailbox sets a new password, and logs in with it.' \
      'Realm settings, Login: switch Forgot password off.'
  elif find_live reset-credentials-choose-user && ! find_live reset-credential-email && ! is_asked -1 $code; then
    wrong 'ANYBODY CAN SET A NEW PASSWORD FOR ANYBODY' 'reset credentials'
  else
    wrong 'A RESET BY CODE DOES NOT WORK' 'reset credentials'
  fi
}

find_faults_of_reset() {
  local part
  FACTS=() ADVICE=()
  if find_live reset-credentials-choose-user; then
    fault "${NAME[PART]} says who somebody is, before anything is proven." "Delete ${NAME[PART]}."
  fi
  if find_live reset-credential-email; then
    fault "${NAME[PART]} mails a link beside the code, and ends the reset." "Delete ${NAME[PART]}."
  fi
  is_asked -1 "$1" || fault 'Reset by email code is not Required, or stands in a sub-flow that is not.' \
    'Set it, and what it stands in, to Required.'
  for ((part = 0; part < ${#NAME[@]}; part++)); do
    case ${LIVE[part]}${PROVIDER[part]} in
      "1$1") return ;;
      1reset-password | 1reset-otp)
        fault "${NAME[part]} stands before the step: nobody is known there." 'Put it behind Reset by email code.'
        ;;
    esac
  done
}

# is_asked SUBFLOW PROVIDER: whether nobody gets past this step.
is_asked() {
  local part
  for part in ${KIDS[$1+1]}; do
    if [ "${NEED[part]}" = REQUIRED ]; then
      [ "${PROVIDER[part]}" != "$2" ] || return 0
      is_asked "$part" "$2" && return 0
    fi
  done
  return 1
}

check_registration() {
  local step=registration-email-otp nobody=': nobody can register.' name='Email code before the registration'
  local action='Address proven by Email code' at=-1 proven=-1
  if [ "$REGISTRATION" != true ] || ! read_other "$REGISTRATION_FLOW" registration; then
    return
  fi
  ! find_live $step || at=$PART
  ! find_live $step-address || proven=$PART
  FACTS=() ADVICE=()
  if ((at < 0 && proven < 0)); then
    [ "$VERIFY" = true ] || door 'Registration: who registers is in at once, with any address.' \
      'Realm settings, Login: switch Verify email on.'
    return
  fi
  OURS=1
  if ((proven < 0)); then
    fault "$name stands in it without $action: whoever has entered a code can register with any other address." \
      "Add $action to the form, Required."
  elif ((at < 0)); then
    fault "$action stands in it without $name$nobody" "Add $name above the form, Required."
  elif ((at > proven)); then
    fault "$name stands below the form$nobody" "Move $name above the form."
  elif find_live registration-user-creation && ((PART > proven)); then
    fault "$action stands above the action that creates the account$nobody" "Move $action below it."
  fi
  wrong 'A REGISTRATION BY CODE IS NOT WHAT IT IS FOR,' registration
}

# The flow of the realm; a provider can have its own.
check_linking() {
  local code=idp-email-otp-verification
  if [ -z "$LINKING" ] || ! read_other "$LINKING_FLOW" 'first broker login' || ! knows $code; then
    return
  fi
  OURS=1 FACTS=() ADVICE=()
  if ! find_live $code; then
    fault 'The step that links by a code, or what it stands in, is Disabled.' 'Set it to Alternative.'
  elif find_live idp-email-verification; then
    fault "${NAME[PART]} stands beside it: an account without an address ends there, on an error page." "Set ${NAME[PART]} to Disabled."
  fi
  wrong 'A LINK BY CODE IS NOT WHAT IT IS FOR,' 'first broker login'
}

# --- The report ------------------------------------------------------------------------------------------------------------

# tell HAS LABEL
tell() {
  local line
  if [ -n "$PASSWORDLESS" ]; then
    asked_first "$1"
  else
    asked "$1"
  fi
  printf -v line '  %-27s  %s\n' "$2" "$ASKED"
  TOLD=$TOLD$line
}

tell_people() {
  local part passkeys=$PASSKEYS
  TOLD=
  tell 'app address' 'with an app'
  tell 'app' 'with an app, no address'
  tell 'address' 'without an app'
  tell '' 'without app and address'
  tell 'key address' 'with a security key, no app'
  for ((part = 0; part < ${#NAME[@]}; part++)); do
    [ "${PROVIDER[part]}" != webauthn-authenticator-passwordless ] || [ -z "${LIVE[part]}" ] || passkeys=true
  done
  [ "$passkeys" != true ] || tell 'passkey address' 'with a passkey'
}

# Where people are not asked for what they are asked for elsewhere.
tell_trusted() {
  TRUSTED=
  ! find_live $TRUSTED_BROWSER || TRUSTED='  Not in a browser that they trust.'$'\n'
  ! find_live $TRUSTED_NETWORK || TRUSTED=$TRUSTED"  Not in a network of ${NAME[PART]}."$'\n'
}

check_browser_flow() {
  read_flow "$BROWSER_FLOW" || fail "The browser flow \"$BROWSER_FLOW\" cannot be read: $CAUSE"
  FIRST_STEP=$PASSWORDLESS NO_CODE= OURS=
  if ! holds -1 any; then
    NO_CODE=1 TOLD= TRUSTED= BROWSER_DOUBTS= BROWSER_ALONE= BROWSER_PERHAPS= BROWSER_FACTS=() BROWSER_ADVICE=()
    return
  fi
  find_faults
  tell_people
  tell_trusted
  check_tickets
  names_of $DOUBTS
  BROWSER_DOUBTS=$LIST BROWSER_ALONE=$ALONE BROWSER_PERHAPS=$ALONE_PERHAPS
  BROWSER_FACTS=(${FACTS[@]+"${FACTS[@]}"}) BROWSER_ADVICE=(${ADVICE[@]+"${ADVICE[@]}"})
}

# A realm that asks for no code at its logins may do so elsewhere; then what its logins ask for is nothing to tell.
explain_no_code() {
  [ -n "$OURS" ] || fail "The browser flow \"$BROWSER_FLOW\" of the realm \"$REALM\" does not hold the step Email code." \
    'Add it as docs/flows.md says, and bind the flow.'
  DOORS=()
}

report_browser_flow() {
  if [ -n "$BROWSER_ALONE" ]; then
    printf 'THE PASSWORD ALONE LETS IN %s.\n' "$BROWSER_ALONE"
  elif ((${#BROWSER_FACTS[@]})); then
    printf 'A STEP COUNTS FOR NOTHING.\n'
  else
    return 0
  fi
  printf '  %s\n' "${BROWSER_FACTS[@]}"
  printf '  -> %s\n' "${BROWSER_ADVICE[@]}"
  printf '\n'
}

report_people() {
  if [ -n "$NO_CODE" ]; then
    printf 'The browser flow asks for no code.\n'
  elif [ -n "$FIRST_STEP" ]; then
    printf 'People are asked for\n%s' "$TOLD"
  else
    printf 'After the password, people are asked for\n%s' "$TOLD"
  fi
}

report() {
  printf 'Realm "%s", browser flow "%s"\n\n' "$REALM" "$BROWSER_FLOW"
  report_browser_flow
  ((${#MEND[@]} == 0)) || printf '%s\n  -> %s\n\n' "${MEND[@]}"
  report_people
  printf '%s' "$TRUSTED"
  [ -z "$BROWSER_DOUBTS" ] || printf '  Perhaps: only a login shows what %s does.\n' "$BROWSER_DOUBTS"
  printf '\n'
  if ((${#DOORS[@]})); then
    printf 'Open doors\n'
    printf '  %s\n    -> %s\n' "${DOORS[@]}"
    printf '\n'
  fi
  ((${#UNKNOWN[@]} == 0)) || printf 'Cannot tell: %s.\n\n' "${UNKNOWN[@]}"
  printf 'Who is logged in already is not asked: Sessions, Sign out all active sessions, once.\n\n'
}

conclude() {
  local count=$((${#MEND[@]} / 2))
  ((${#BROWSER_FACTS[@]} == 0)) || count=$((count + 1))
  if ((count)); then
    printf 'To mend: %s, above.\n' $count
    exit 1
  fi
  if [ -n "$BROWSER_PERHAPS" ] || ((${#UNKNOWN[@]})); then
    printf 'Not all of it can be told from here.\n'
    exit 2
  fi
  if [ -n "$NO_CODE" ]; then
    printf 'Nothing to mend, but logins ask for no code.\n'
  elif ((${#DOORS[@]})); then
    printf 'Nothing to mend but the open doors.\n'
  else
    printf 'Nothing to mend.\n'
  fi
}

main() {
  case ${1:-} in
    -h | --help)
      usage
      exit 0
      ;;
    '' | -*)
      usage >&2
      exit 2
      ;;
  esac
  REALM=$1
  shift
  OPTIONS=("$@")
  DOORS=() MEND=() UNKNOWN=() TRUSTS= PROVES=
  find_kcadm
  [ ! -t 2 ] || printf 'Asking Keycloak: some seconds.\n\n' >&2
  read_realm
  check_browser_flow
  check_doors
  check_addresses
  [ -z "$NO_CODE" ] || explain_no_code
  report
  conclude
}

main "$@"
