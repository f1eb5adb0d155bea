package io.github.emailotp.flow;

import io.github.emailotp.settings.NameSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.browser.AbstractUsernameFormAuthenticator;
import org.keycloak.events.Errors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.storage.StorageId;

/**
 * The name that somebody has typed, and whom it means. It is kept in the login and looked up anew in each request.
 *
 * @param text without blanks around it
 */
public record TypedName(String text) {

    private static final String NOTE = "email-otp.name.";

    /** Enough to tell an address from what is none; whether there is such a mailbox, only a mail can tell. */
    private static final Pattern ADDRESS = Pattern.compile("[^\\s@]+@[^\\s@]+");

    /** RFC 5321 §4.5.3.1. */
    private static final int LONGEST = 254;

    /** What was typed; empty if it can be no name. */
    public static Optional<TypedName> read(String typed, NameSettings settings) {
        return Optional.ofNullable(typed)
                .map(String::strip)
                .filter(name -> !name.isEmpty() && name.length() <= LONGEST)
                .filter(name ->
                        settings.takesUserNames() || ADDRESS.matcher(name).matches())
                .map(TypedName::new);
    }

    /** The name that was typed for this step in this login; empty if none was. */
    public static Optional<TypedName> of(AuthenticationFlowContext context) {
        return Optional.ofNullable(context.getAuthenticationSession().getAuthNote(note(context)))
                .map(TypedName::new);
    }

    /** From now on, none was. */
    public static void forget(AuthenticationFlowContext context) {
        context.getAuthenticationSession().removeAuthNote(note(context));
    }

    /** A login can change from one flow to another: nobody is mailed a code there before they have asked for it there. */
    private static String note(AuthenticationFlowContext context) {
        return NOTE + context.getExecution().getId();
    }

    /**
     * Keeps it for the login, but not where Keycloak looks for one: a passkey that fails beside the step would be a failure of whoever is meant, who has
     * nothing to do with it, and an error where two are.
     */
    public void keep(AuthenticationFlowContext context) {
        context.getAuthenticationSession().setAuthNote(note(context), text);
        context.getAuthenticationSession().removeAuthNote(AbstractUsernameFormAuthenticator.ATTEMPTED_USERNAME);
    }

    /** Tells Keycloak, once its owner is the login's user: their session bears it, and so does the box <i>Remember me</i>. */
    public static void tell(AuthenticationFlowContext context) {
        of(context)
                .ifPresent(name -> context.getAuthenticationSession()
                        .setAuthNote(AbstractUsernameFormAuthenticator.ATTEMPTED_USERNAME, name.text));
    }

    /**
     * Whom it means.
     *
     * @param mayBeNew whether an address that has no account may get one
     */
    public Addressee addressee(AuthenticationFlowContext context, NameSettings settings, Predicate<String> mayBeNew) {
        KeycloakSession session = context.getSession();
        try {
            return find(session, context.getRealm(), settings)
                    .map(Addressee::of)
                    .map(owner -> owner.address().isEmpty() ? nobody(session, Errors.INVALID_EMAIL) : owner)
                    .orElseGet(() -> whoHasNoAccount(session, mayBeNew));
        } catch (ModelDuplicateException ambiguous) {
            return nobody(session, Errors.EMAIL_IN_USE);
        }
    }

    private Addressee whoHasNoAccount(KeycloakSession session, Predicate<String> mayBeNew) {
        return isAddress() && mayBeNew.test(text)
                ? Addressee.newcomer(session, text)
                : nobody(session, Errors.USER_NOT_FOUND);
    }

    private Addressee nobody(KeycloakSession session, String why) {
        return Addressee.nobody(session, text, why);
    }

    private boolean isAddress() {
        return ADDRESS.matcher(text).matches();
    }

    private Optional<UserModel> find(KeycloakSession session, RealmModel realm, NameSettings settings) {
        Optional<UserModel> byAddress = isAddress() ? byAddress(session, realm) : Optional.empty();
        return settings.takesUserNames()
                ? byAddress.or(() -> Optional.ofNullable(session.users().getUserByUsername(realm, text))
                        .filter(user -> isName(user, user.getUsername())))
                : byAddress;
    }

    /**
     * Whether that is what was typed, as Keycloak compares names. A database may take letters for the same that differ by an accent, as MySQL and MariaDB
     * do: two such names share waits and limits where they mean an account, and would not where they mean none. A store of its own may know people by
     * more names than it tells.
     */
    private boolean isName(UserModel user, String stored) {
        boolean isElsewhere = user.getFederationLink() != null || !StorageId.isLocalStorage(user.getId());
        return isElsewhere || isSame(stored);
    }

    private boolean isSame(String stored) {
        return stored != null
                && KeycloakModelUtils.toLowerCaseSafe(stored.strip()).equals(KeycloakModelUtils.toLowerCaseSafe(text));
    }

    /**
     * The account with this address; empty if there is none.
     *
     * @throws ModelDuplicateException if there are several, and none of them is more its owner's than another
     */
    private Optional<UserModel> byAddress(KeycloakSession session, RealmModel realm) {
        try {
            return Optional.ofNullable(session.users().getUserByEmail(realm, text))
                    .filter(user -> isName(user, user.getEmail()));
        } catch (ModelDuplicateException several) {
            return Optional.of(onlyOwner(session, realm).orElseThrow(() -> several));
        }
    }

    /**
     * The one account of several whose owner has proven the address: whoever makes another with it, and proves nothing, shuts nobody out. Where nobody has,
     * or two have, none of them is more theirs than another: to choose would let in whoever was first.
     */
    private Optional<UserModel> onlyOwner(KeycloakSession session, RealmModel realm) {
        List<UserModel> owners = session.users()
                .searchForUserStream(
                        realm,
                        Map.of(
                                UserModel.EMAIL, text,
                                UserModel.EMAIL_VERIFIED, "true",
                                UserModel.ENABLED, "true",
                                UserModel.EXACT, "true"))
                .filter(user -> isSame(user.getEmail()) && user.isEmailVerified() && user.isEnabled())
                .limit(2)
                .toList();
        return owners.size() == 1 ? Optional.of(owners.get(0)) : Optional.empty();
    }
}
