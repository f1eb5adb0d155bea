#!/usr/bin/env bash
#
# Makes a flow of docs/flows.md in a realm, and binds it. What is as it shall be stays as it is: it can run twice.
# It needs bash (3.2 is enough), Keycloak's kcadm.sh, and common.sh beside it, and calls no other program.

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
    'Usage: flow.sh FLOW REALM [--master] [--replace] [--networks=LIST] [options of kcadm.sh]' \
    '' \
    'FLOW is one of these (docs/flows.md):' \
    '  everybody                     password, then a code for everybody' \
    '  app-or-code                   password, then the authenticator app, or a code' \
    '  trusted-browser               password, then a code where people do not trust the browser' \
    '  outside-networks              password, then a code outside of trusted networks' \
    '  key-app-or-code               password, then a security key, the app, or a code' \
    '  app-or-code-set-up            password, then whichever people have set up of the app and a code' \
    '  passkey-or-password-and-code  a passkey, or password and the app or a code' \
    '  passwordless                  a code and no password' \
    '  passwordless-or-passkey       a code, or a passkey, and no password' \
    '  reset                         a forgotten password is set anew after a code' \
    '  registration                  a registration begins with a code' \
    '  verified-address              an address is verified by a code' \
    '  linked-account                who comes from an identity provider links an account by a code' \
    '' \
    'It also switches on what the flow needs: Forgot password, User registration, Verify email, Update Email, or passkeys; and says so.' \
    '  --master   also in the realm master, where it can shut out all administrators' \
    '  --replace  also in the place of a flow of your own, whose steps are not taken over' \
    '  --networks those that outside-networks trusts: 192.0.2.0/24,2001:db8::/48' \
    '' \
    'Log in first:  kcadm.sh config credentials --server URL --realm master --user ADMIN' \
    'kcadm.sh is taken from $KCADM, else from the PATH, else from /opt/keycloak/bin.' \
    '' \
    'Exit code: 0  the flow is there and bound' \
    '           2  it is not: no other flow is bound than before'
}

# --- The flows -------------------------------------------------------------------------------------------------------------

TRUSTED=conditional-email-otp-trusted
OUTSIDE=conditional-email-otp-network

# describe KIND: what the realm has in the end. The flow bound as BINDING is a copy of ORIGIN that asks for nothing of GONE, and for WANTED,
# in this order, each with its level and requirement; and the realm's SETTINGS are so, as far as its version knows them.
describe() {
  ALIAS=email-code-$1 BINDING=browserFlow ORIGIN=browser STEP=auth-email-otp-form GONE= SETTINGS=()
  case $1 in
    everybody)
      GONE=auth-otp-form
      WANTED=('1 REQUIRED auth-username-password-form' "1 REQUIRED $STEP")
      ;;
    app-or-code)
      WANTED=('1 REQUIRED auth-username-password-form' '1 CONDITIONAL sub-flow' '2 ALTERNATIVE auth-otp-form' "2 ALTERNATIVE $STEP")
      ;;
    key-app-or-code)
      WANTED=('1 REQUIRED auth-username-password-form' '1 CONDITIONAL sub-flow' '2 ALTERNATIVE auth-otp-form'
        '2 ALTERNATIVE webauthn-authenticator' "2 ALTERNATIVE $STEP")
      ;;
    app-or-code-set-up)
      WANTED=('1 REQUIRED auth-username-password-form' '1 CONDITIONAL sub-flow' '2 ALTERNATIVE auth-otp-form'
        '2 REQUIRED conditional-email-otp-enrolled' "2 ALTERNATIVE $STEP")
      ;;
    trusted-browser)
      GONE=auth-otp-form
      WANTED=('1 REQUIRED auth-username-password-form' '1 CONDITIONAL sub-flow' "2 REQUIRED $TRUSTED" "2 REQUIRED $STEP")
      ;;
    outside-networks)
      GONE=auth-otp-form
      WANTED=('1 REQUIRED auth-username-password-form' '1 CONDITIONAL sub-flow' "2 REQUIRED $OUTSIDE" "2 REQUIRED $STEP")
      ;;
    passkey-or-password-and-code)
      GONE=auth-username-password-form
      WANTED=('1 REQUIRED auth-username-form' '1 REQUIRED sub-flow' '2 ALTERNATIVE webauthn-authenticator-passwordless'
        '2 ALTERNATIVE sub-flow' '3 REQUIRED auth-password-form' '3 REQUIRED sub-flow' '4 ALTERNATIVE auth-otp-form'
        "4 ALTERNATIVE $STEP")
      ;;
    passwordless)
      STEP=auth-email-otp-first GONE='auth-username-password-form auth-otp-form'
      WANTED=("1 REQUIRED $STEP")
      ;;
    passwordless-or-passkey)
      STEP=auth-email-otp-first GONE='auth-username-password-form auth-otp-form'
      WANTED=("1 ALTERNATIVE $STEP" '1 ALTERNATIVE webauthn-authenticator-passwordless')
      # A passkey that is to tell who somebody is must be a discoverable one; newer versions have another name for that.
      SETTINGS=(webAuthnPolicyPasswordlessResidentKey=required webAuthnPolicyPasswordlessRequireResidentKey=Yes
        webAuthnPolicyPasswordlessUserVerificationRequirement=required webAuthnPolicyPasswordlessPasskeysEnabled=true)
      ;;
    reset)
      BINDING=resetCredentialsFlow ORIGIN='reset credentials' STEP=reset-credentials-email-otp
      GONE='reset-credentials-choose-user reset-credential-email reset-otp'
      WANTED=("0 REQUIRED $STEP" '0 REQUIRED reset-password')
      SETTINGS=(resetPasswordAllowed=true)
      ;;
    registration)
      BINDING=registrationFlow ORIGIN=registration STEP=registration-email-otp
      WANTED=("0 REQUIRED $STEP" '0 REQUIRED registration-page-form' '1 REQUIRED registration-user-creation' "1 REQUIRED $STEP-address")
      SETTINGS=(registrationAllowed=true)
      ;;
    linked-account)
      BINDING=firstBrokerLoginFlow ORIGIN='first broker login' STEP=idp-email-otp-verification GONE=idp-email-verification
      WANTED=('2 REQUIRED sub-flow' "3 ALTERNATIVE $STEP" '3 ALTERNATIVE sub-flow')
      ;;
    verified-address)
      BINDING=realm STEP=email-otp-verify-email WANTED=()
      SETTINGS=(verifyEmail=true)
      ;;
    *) return 1 ;;
  esac
}

# build KIND: makes it of a copy of ORIGIN that was read.
build() {
  case $1 in
    everybody)
      into auth-username-password-form
      drop_around auth-otp-form
      add "$STEP" REQUIRED
      ;;
    app-or-code | key-app-or-code)
      into auth-otp-form
      require auth-otp-form ALTERNATIVE
      [ "$1" = app-or-code ] || offer webauthn-authenticator
      add "$STEP" ALTERNATIVE
      ;;
    app-or-code-set-up)
      into auth-otp-form
      require auth-otp-form ALTERNATIVE
      add conditional-email-otp-enrolled REQUIRED
      add "$STEP" ALTERNATIVE
      read_ours
      configure "$STEP" enrolment=true
      ;;
    trusted-browser | outside-networks)
      into auth-username-password-form
      drop_around auth-otp-form
      add_flow 'code'
      if [ "$1" = trusted-browser ]; then add "$TRUSTED" REQUIRED; else add "$OUTSIDE" REQUIRED; fi
      add "$STEP" REQUIRED
      read_ours
      if [ "$1" = trusted-browser ]; then
        configure "$STEP" trustedBrowserDays=30
      else
        [ -z "$NETWORKS" ] || configure "$OUTSIDE" "networks=$NETWORKS"
      fi
      require_flow 'code' CONDITIONAL
      ;;
    passkey-or-password-and-code)
      into auth-username-password-form
      drop_around auth-otp-form
      drop auth-username-password-form
      add auth-username-form REQUIRED
      add_flow 'passkey or password'
      add webauthn-authenticator-passwordless ALTERNATIVE
      add_flow 'password and second factor'
      add auth-password-form REQUIRED
      add_flow 'second factor'
      add auth-otp-form ALTERNATIVE
      add "$STEP" ALTERNATIVE
      read_ours
      require_flow 'passkey or password' REQUIRED
      require_flow 'password and second factor' ALTERNATIVE
      require_flow 'second factor' REQUIRED
      ;;
    passwordless | passwordless-or-passkey)
      into auth-username-password-form
      drop_around auth-otp-form
      drop auth-username-password-form
      if [ "$1" = passwordless ]; then
        add "$STEP" REQUIRED
      else
        add "$STEP" ALTERNATIVE
        add webauthn-authenticator-passwordless ALTERNATIVE
      fi
      ;;
    reset)
      drop reset-credentials-choose-user
      drop reset-credential-email
      drop_around reset-otp
      add "$STEP" REQUIRED "$TOP"
      ;;
    registration)
      add "$STEP" REQUIRED "$TOP"
      into registration-user-creation
      add "$STEP-address" REQUIRED
      ;;
    linked-account)
      into idp-email-verification
      add "$STEP" ALTERNATIVE "$TOP"
      require idp-email-verification DISABLED
      ;;
  esac
}

# --- Changes of a flow that is bound to nothing ----------------------------------------------------------------------------

# Those of a flow that Keycloak has made stand at 10, 20 and so on.
TOP=5
BOTTOM=100

change() {
  kcadm "$@" -r "$REALM_PATH" || fail "\"$ALIAS\" cannot be made: $CAUSE"
}

read_ours() {
  read_parts "$ALIAS" || fail "The flow \"$ALIAS\" cannot be read: $CAUSE"
}

# find_step PROVIDER: in PART.
find_step() {
  for ((PART = 0; PART < ${#PROVIDER[@]}; PART++)); do
    [ "${PROVIDER[PART]}" != "$1" ] || return 0
  done
  return 1
}

must_find() {
  find_step "$1" || fail "The flow \"$ORIGIN\" of this realm has no $1: \"$ALIAS\" cannot be made of it."
}

# must_find_around PROVIDER: the sub-flow that it is in, in AROUND.
must_find_around() {
  must_find "$1"
  AROUND=${PARENT[PART]}
  ((AROUND >= 0)) || fail "The step $1 of the flow \"$ORIGIN\" is in no sub-flow: \"$ALIAS\" cannot be made of it."
}

# into PROVIDER: what is added from now on goes where this step is.
into() {
  must_find_around "$1"
  INTO=${FLOW_ID[AROUND]} INTO_NAME=${NAME[AROUND]} BOTTOM=100
}

add() {
  BOTTOM=$((BOTTOM + 10))
  change create authentication/executions -s parentFlow="$INTO" -s authenticator="$1" -s requirement="$2" -s priority="${3:-$BOTTOM}"
}

# add_flow NAME: what is added from now on goes into this sub-flow, which is Disabled at first.
add_flow() {
  BOTTOM=$((BOTTOM + 10))
  change create "authentication/flows/$(encoded "$INTO_NAME")/executions/flow" -i -s alias="$ALIAS $1" -s type=basic-flow -s priority=$BOTTOM
  INTO=${ANSWER##*"$NL"} INTO_NAME="$ALIAS $1"
}

drop() {
  must_find "$1"
  change delete "authentication/executions/${ID[PART]}"
}

# drop_around PROVIDER: with the sub-flow that it is in.
drop_around() {
  must_find_around "$1"
  change delete "authentication/executions/${ID[AROUND]}"
}

# require_flow NAME REQUIREMENT: of a sub-flow that was added.
require_flow() {
  for ((PART = 0; PART < ${#NAME[@]}; PART++)); do
    [ "${NAME[PART]}" != "$ALIAS $1" ] || require_part "$2"
  done
}

require() {
  must_find "$1"
  require_part "$2"
}

require_part() {
  change update "authentication/flows/$ALIAS/executions" -n -s id="${ID[PART]}" -s requirement="$1" -s priority="${PRIORITY[PART]}"
}

# configure PROVIDER SETTING=VALUE: of a step that was added.
configure() {
  must_find "$1"
  change create "authentication/executions/${ID[PART]}/config" -s alias="$ALIAS" -s "config.$2"
}

# offer PROVIDER: newer realms have it, Disabled.
offer() {
  if find_step "$1"; then
    require "$1" ALTERNATIVE
  else
    add "$1" ALTERNATIVE
  fi
}

# --- From nothing to a bound flow ------------------------------------------------------------------------------------------

# The realm as it is: its SETTINGS in VALUES, and what is BOUND. What it does not know is empty; kcadm tells each field once.
read_realm() {
  local line setting fields=enabled i
  for setting in ${SETTINGS[@]+"${SETTINGS[@]}"}; do
    fields=$fields,${setting%%=*}
  done
  REALM_PATH=$(encoded "$REALM")
  get "realms/$REALM_PATH" "$fields,smtpServer(host),$BINDING" || explain_realm
  BOUND= VALUES=()
  while IFS= read -r line; do
    case $line in true,* | false,*) ;; *) continue ;; esac
    line=${line#*,}
    for ((i = 0; i < ${#SETTINGS[@]}; i++)); do
      unquoted "${line%%,*}"
      VALUES[i]=$TEXT
      line=${line#*,}
    done
    unquoted "${line%%,*}"
    MAIL_SERVER=$TEXT
    unquoted "${line#*,}"
    BOUND=$TEXT
  done <<<"$ANSWER"
  [ -n "$BOUND" ] || fail "The flows of the realm \"$REALM\" cannot be read: the administrator needs the role view-realm."
}

# listed PATH FIELD VALUE [FIELD]: whether it is in the list there; then VALUE is that of the other field.
listed() {
  local status=0
  look_up "$@" || status=$?
  ((status < 2)) || fail "kcadm.sh failed: $CAUSE"
  return $status
}

# look_up: the same, and 2 where it cannot be told.
look_up() {
  local line
  get "$1" "$2${4:+,$4}" -r "$REALM_PATH" || return 2
  VALUE=
  while IFS= read -r line; do
    case $line in
      "\"$3\"" | "\"$3\","*)
        unquoted "${line#*,}"
        VALUE=$TEXT
        return 0
        ;;
    esac
  done <<<"$ANSWER"
  return 1
}

not_installed() {
  fail "This Keycloak does not know the step $STEP: install the jar first (docs/install.md)."
}

# Whether what was read last is what was described, and nothing in it counts for nothing. Which conditions there are is not looked at.
is_as_described() {
  local part line
  for ((part = 0; part < ${#NAME[@]}; part++)); do
    for line in $GONE; do
      [ -z "${LIVE[part]}" ] || [ "${PROVIDER[part]}" != "$line" ] || return 1
    done
  done
  asks_for 0 "${WANTED[@]}" && all_counts && is_for_the_right_people
}

# Where people set the code up themselves, the step is for them alone: or it stands in for the app of whoever has not. Networks that were named
# are those that are trusted, and no others.
is_for_the_right_people() {
  case $KIND in
    app-or-code-set-up) has_setting "$STEP" enrolment true ;;
    outside-networks) [ -z "$NETWORKS" ] || has_setting "$OUTSIDE" networks "$NETWORKS" ;;
  esac
}

# has_setting PROVIDER SETTING VALUE: whether it is saved so.
has_setting() {
  local line
  find_step "$1" && [ -n "${CONFIG[PART]}" ] || return 1
  get "authentication/config/${CONFIG[PART]}" "id,config($2)" -r "$REALM_PATH" || fail "The settings of $1 cannot be read: $CAUSE"
  while IFS= read -r line; do
    [ "${line//\"/}" != "${CONFIG[PART]},$3" ] || return 0
  done <<<"$ANSWER"
  return 1
}

# asks_for PART WANTED...: from this part on; what is skipped leaves no sub-flow that the next one stands in.
asks_for() {
  local part from=$1 wanted=${2:-}
  [ -n "$wanted" ] || return 0
  for ((part = from; part < ${#NAME[@]}; part++)); do
    [ -n "${LIVE[part]}" ] || continue
    ((from == 0 || LEVEL[part] >= ${wanted%% *})) || return 1
    [ "${LEVEL[part]} ${NEED[part]} ${PROVIDER[part]:-sub-flow}" != "$wanted" ] || ! asks_for $((part + 1)) "${@:3}" || return 0
  done
  return 1
}

# Beside a Required part an Alternative one is never asked; a Conditional sub-flow without a condition is never gone through.
all_counts() {
  local part
  for ((part = -1; part < ${#NAME[@]}; part++)); do
    if ((part >= 0)); then
      [ -n "${SUB[part]}" ] && [ -n "${LIVE[part]}" ] || continue
      [ "${NEED[part]}" != CONDITIONAL ] || has_condition "$part" || return 1
    fi
    split "$part"
    [ -z "$MUST" ] || [ -z "$MAY" ] || return 1
  done
}

has_condition() {
  local part
  for part in ${KIDS[$1+1]}; do
    ! is_condition "$part" || [ "${NEED[part]}" = DISABLED ] || return 0
  done
  return 1
}

# At whatever end: a flow that is not whole goes.
remove_unfinished() {
  local unfinished=$UNFINISHED status=0
  UNFINISHED=
  [ -n "$unfinished" ] || return 0
  look_up authentication/flows alias "$unfinished" id || status=$?
  ((status != 1)) || return 0
  if ((status)) || ! kcadm delete "authentication/flows/$VALUE" -r "$REALM_PATH"; then
    printf '%s: "%s" may be left over, and is bound to nothing: delete it.\n' "${0##*/}" "$unfinished" >&2
  fi
}

copy_original() {
  UNFINISHED=$ALIAS
  kcadm create "authentication/flows/$(encoded "$ORIGIN")/copy" -s newName="$ALIAS" -r "$REALM_PATH" && return
  # Then it is somebody else's.
  case $ANSWER in *'already exists'* | *409*) UNFINISHED= ;; esac
  fail "\"$ALIAS\" cannot be made: $CAUSE"
}

make_flow() {
  if read_parts "$ALIAS"; then
    is_as_described || fail "The realm \"$REALM\" has another flow \"$ALIAS\", which stays as it is. Delete it, or give it another name."
    return
  fi
  case $ANSWER in *'ot found'*) ;; *) fail "The flow \"$ALIAS\" cannot be read: $CAUSE" ;; esac
  listed authentication/authenticator-providers id "$STEP" || not_installed
  copy_original
  read_ours
  [ "$BINDING" = browserFlow ] || { listed authentication/flows alias "$ALIAS" id && INTO=$VALUE; }
  build "$KIND"
  read_ours
  is_as_described || fail "\"$ALIAS\" is not what docs/flows.md says: the flow \"$ORIGIN\" of this realm has been changed."
  UNFINISHED=
}

# register_action ID
register_action() {
  listed authentication/unregistered-required-actions providerId "$1" name || not_installed
  change create authentication/register-required-action -s providerId="$1" -s name="$VALUE"
  CHANGED=1
}

# enable_action ID: a new one is on.
enable_action() {
  if ! listed authentication/required-actions alias "$1" enabled; then
    register_action "$1"
  elif [ "$VALUE" != true ]; then
    change update "authentication/required-actions/$1" -s enabled=true
    CHANGED=1
    back "authentication/required-actions/$1" -r "$REALM" -s enabled=false
  fi
}

# switch_on ACTION: one of Keycloak's, which a realm of before may lack; where Keycloak lacks it, it is ABSENT.
switch_on() {
  if listed authentication/required-actions alias "$1" enabled \
    || listed authentication/unregistered-required-actions providerId "$1" name; then
    enable_action "$1"
  else
    ABSENT=$1
  fi
}

# Of the required actions: OURS, as enabled,priority; the priority of that for the PASSWORD; and whether the one by LINK is on.
read_actions() {
  local line
  OURS= PASSWORD= LINK=
  get authentication/required-actions alias,enabled,priority -r "$REALM_PATH" || fail "kcadm.sh failed: $CAUSE"
  while IFS= read -r line; do
    case $line in
      "\"$STEP\","*) OURS=${line#*,} ;;
      '"UPDATE_PASSWORD",'*) PASSWORD=${line##*,} ;;
      '"VERIFY_EMAIL",true,'*) LINK=1 ;;
    esac
  done <<<"$ANSWER"
}

# Whoever has both actions is asked for the code: nobody goes unverified meanwhile.
make_action() {
  read_actions
  if [ -z "$OURS" ]; then
    register_action "$STEP"
    read_actions
  fi
  if [ "${OURS%,*}" != true ] || { [ -n "$PASSWORD" ] && ((${OURS#*,} >= PASSWORD)); }; then
    change update "authentication/required-actions/$STEP" -s enabled=true -s priority=$((${PASSWORD:-30} - 5))
    CHANGED=1
    [ "${OURS%,*}" = true ] || back "authentication/required-actions/$STEP" -r "$REALM" -s enabled=false
  fi
  if [ -n "$LINK" ]; then
    change update authentication/required-actions/VERIFY_EMAIL -s enabled=false
    CHANGED=1
    back authentication/required-actions/VERIFY_EMAIL -r "$REALM" -s enabled=true
  fi
}

# What can shut people out, or take from them what they have, is told before anything is changed.
refuse_what_shuts_out() {
  local at="The realm \"$REALM\""
  [ "$REALM" != master ] || [ -n "$MASTER" ] || fail 'In the realm master this can shut out all administrators. To do it nevertheless: --master'
  case $BINDING in
    browserFlow | realm) [ -n "$MAIL_SERVER" ] || fail "$at has no mail server, so nobody would get in: Realm settings, Email." ;;
  esac
  case $BOUND in "$ORIGIN" | email-code-*) return ;; esac
  [ "$BINDING" = realm ] || [ -n "$REPLACE" ] \
    || fail "$at has a flow of its own, \"$BOUND\", whose steps \"$ALIAS\" would not have. To bind it nevertheless: --replace"
}

# Whether logins of before the first proof, or what ends trust, would not be heard of; and whether that cannot be told.
look_for_listener() {
  local status=0 wanted
  UNHEARD= PERHAPS_UNHEARD=
  case $KIND in
    passwordless* | reset | linked-account) wanted=$EARLIER_LOGINS ;;
    trusted-browser) wanted=$TRUST ;;
    *) return 0 ;;
  esac
  lacks_listener $wanted || status=$?
  case $status in
    0) UNHEARD=1 ;;
    2) PERHAPS_UNHEARD=1 ;;
  esac
}

# back WORDS...: a command that leads back.
back() {
  local line
  printf -v line ' %q' "$@"
  BACK[${#BACK[@]}]="kcadm.sh update$line"
}

# All that the realm itself has of it, at once.
bind_flow() {
  local i name changes=() before=()
  if [ "$BINDING" != realm ] && [ "$BOUND" != "$ALIAS" ]; then
    changes=(-s "$BINDING=$ALIAS") before=(-s "$BINDING=$BOUND")
  fi
  for ((i = 0; i < ${#SETTINGS[@]}; i++)); do
    name=${SETTINGS[i]%%=*}
    case $name in *RequireResidentKey) [ -z "${VALUES[i-1]}" ] || continue ;; esac
    if [ -n "${VALUES[i]}" ] && [ "${VALUES[i]}" != "${SETTINGS[i]#*=}" ]; then
      changes=(${changes[@]+"${changes[@]}"} -s "${SETTINGS[i]}")
      before=(${before[@]+"${before[@]}"} -s "$name=${VALUES[i]}")
      SET[${#SET[@]}]="$name: ${VALUES[i]} -> ${SETTINGS[i]#*=}"
    fi
  done
  if [ -n "$UNHEARD" ]; then
    changes=(${changes[@]+"${changes[@]}"} -s "eventsListeners=[$LISTENERS${LISTENERS:+,}\"$LISTENER\"]")
    before=(${before[@]+"${before[@]}"} -s "eventsListeners=[$LISTENERS]")
    SET[${#SET[@]}]="eventsListeners: + $LISTENER, to be taken out again before an update"
  fi
  if ((${#changes[@]})); then
    kcadm update "realms/$REALM_PATH" "${changes[@]}" || fail "\"$ALIAS\" is there, but cannot be bound: $CAUSE"
    CHANGED=1
    back "realms/$REALM_PATH" "${before[@]}"
  fi
}

# is_live PROVIDER: whether what was read last asks for it.
is_live() {
  local part
  for ((part = 0; part < ${#NAME[@]}; part++)); do
    [ "${PROVIDER[part]}" != "$1" ] || [ -z "${LIVE[part]}" ] || return 0
  done
  return 1
}

report() {
  local is=is
  [ -n "$CHANGED" ] || is='is already'
  if [ "$KIND" = verified-address ]; then
    printf 'Realm "%s": an address %s verified by a code.\n' "$REALM" "$is"
  elif [ "$BOUND" != "$ALIAS" ]; then
    printf 'Realm "%s": the %s flow is "%s" now. Before it was "%s".\n' "$REALM" "$ORIGIN" "$ALIAS" "$BOUND"
  else
    printf 'Realm "%s": the %s flow %s "%s".\n' "$REALM" "$ORIGIN" "$is" "$ALIAS"
  fi
  ((${#SET[@]} == 0)) || printf '  %s\n' "${SET[@]}"
  [ -n "$MAIL_SERVER" ] || printf 'It has no mail server yet: Realm settings, Email.\n'
  [ -n "$CHANGED" ] || return 0
  [ "$ABSENT" != UPDATE_EMAIL ] \
    || printf 'In a trusted browser, the address can be changed without a code: start Keycloak with --features=update-email, and run this again.\n'
  case $KIND in
    outside-networks)
      [ -n "$NETWORKS" ] || printf 'It trusts no network yet, unless you have entered some: Authentication, Flows, the gear beside the condition.\n'
      ;;
    passwordless* | reset | linked-account)
      printf 'The first code of an account whose address is not verified removes its password, and what else was set up.\n'
      ;;
    registration)
      if is_live registration-recaptcha-action || is_live registration-recaptcha-enterprise; then
        printf 'A mail is sent before reCAPTCHA is asked: set mailsPerHourAndClient or mailsPerHourAndRealm of the step (docs/security.md).\n'
      fi
      ;;
  esac
  [ -z "$PERHAPS_UNHEARD" ] || printf 'On Keycloak 26.0: %s\n' "$LISTENER_ADVICE"
  ((${#BACK[@]} == 0)) || printf 'Back: %s\n' "${BACK[@]}"
}

# take_options OPTION...: ours; the others are kcadm's.
take_options() {
  local option
  OPTIONS=() MASTER= REPLACE= NETWORKS= ABSENT=
  for option in "$@"; do
    case $option in
      --master) MASTER=1 ;;
      --replace) REPLACE=1 ;;
      --networks=*) NETWORKS=${option#*=} ;;
      *) OPTIONS[${#OPTIONS[@]}]=$option ;;
    esac
  done
}

# As Keycloak keeps the lines of its console.
take_networks() {
  [ -n "$NETWORKS" ] || return 0
  [ "$KIND" = outside-networks ] || fail "--networks is of outside-networks only."
  case $NETWORKS in *[!0-9A-Fa-f.:/,]*) fail "--networks takes networks such as 192.0.2.0/24,2001:db8::/48, was $NETWORKS" ;; esac
  NETWORKS=${NETWORKS//,/##}
}

main() {
  case ${1:-} in
    -h | --help)
      usage
      exit 0
      ;;
  esac
  KIND=${1:-} REALM=${2:-} CHANGED= UNFINISHED= SET=() BACK=()
  if ! describe "$KIND" || [ -z "$REALM" ] || [ "${REALM#-}" != "$REALM" ]; then
    usage >&2
    exit 2
  fi
  shift 2
  take_options "$@"
  take_networks
  find_kcadm
  trap remove_unfinished EXIT
  read_realm
  refuse_what_shuts_out
  if [ "$KIND" = verified-address ]; then
    make_action
  else
    make_flow
    [ "$KIND" != app-or-code-set-up ] || enable_action email-otp-enrol
    [ "$KIND" != trusted-browser ] || switch_on UPDATE_EMAIL
  fi
  look_for_listener
  bind_flow
  report
}

main "$@"
