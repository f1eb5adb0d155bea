package io.github.emailotp.flow;

import io.github.emailotp.flow.page.Question;
import io.github.emailotp.flow.page.WayBack;
import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.MaskedAddress;
import io.github.emailotp.otp.Purpose;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * What a code is asked for, and by whom.
 *
 * @param session the request's
 * @param login the authentication session, down to the browser tab
 * @param step what asks for the code: an execution of a flow, or a required action
 * @param purpose what the code does
 * @param addressee whose mailbox the code is asked of
 * @param shownAddress what the page tells of the address: nothing whole that people have not come with; empty if there is none
 * @param upstream the account that the code would link with the user's; empty if none
 * @param event the event of the request; it is only read
 */
public record Occasion(
        KeycloakSession session,
        AuthenticationSessionModel login,
        String step,
        Purpose purpose,
        Addressee addressee,
        String shownAddress,
        Optional<Upstream> upstream,
        EventBuilder event) {

    /** No address, of which the page shows nothing but dots. */
    private static final String NOT_TO_BE_SHOWN = "•••";

    public Occasion {
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(login, "login");
        Objects.requireNonNull(step, "step");
        Objects.requireNonNull(purpose, "purpose");
        Objects.requireNonNull(addressee, "addressee");
        Objects.requireNonNull(shownAddress, "shownAddress");
        Objects.requireNonNull(upstream, "upstream");
        Objects.requireNonNull(event, "event");
    }

    /** A step of a flow that asks its user. */
    public static Occasion of(AuthenticationFlowContext flow, Purpose purpose) {
        Addressee user = Addressee.of(flow.getUser());
        return new Occasion(
                flow.getSession(),
                flow.getAuthenticationSession(),
                flow.getExecution().getId(),
                purpose,
                user,
                masked(user),
                Optional.empty(),
                OutcomeEvents.forPurpose(flow.getEvent(), purpose));
    }

    /**
     * A required action, which Keycloak asks the login's user.
     *
     * @param action its id
     */
    public static Occasion of(RequiredActionContext context, String action, Purpose purpose) {
        Addressee user = Addressee.of(context.getUser());
        return new Occasion(
                context.getSession(),
                context.getAuthenticationSession(),
                action,
                purpose,
                user,
                masked(user),
                Optional.empty(),
                OutcomeEvents.forPurpose(context.getEvent(), purpose));
    }

    /**
     * A step of a flow whose user nobody knows yet: it asks the owner of an account whether an account at a provider is theirs, too. Its
     * codes are bound to that one.
     */
    public static Occasion ofALink(AuthenticationFlowContext flow, UserModel owner, Upstream upstream) {
        Addressee addressee = Addressee.of(owner);
        boolean isTheirs = upstream.address().equalsIgnoreCase(addressee.address());
        return new Occasion(
                flow.getSession(),
                flow.getAuthenticationSession(),
                flow.getExecution().getId() + "." + upstream.mark(),
                Purpose.LINK,
                addressee,
                isTheirs ? masked(addressee) : NOT_TO_BE_SHOWN,
                Optional.of(upstream),
                OutcomeEvents.forPurpose(flow.getEvent(), Purpose.LINK));
    }

    /**
     * A step of a flow whose user nobody knows yet: it asks whoever is meant by a name.
     *
     * @param purpose one that needs only a name
     * @param typed the name, which alone is shown
     */
    public static Occasion ofAName(AuthenticationFlowContext flow, Purpose purpose, Addressee addressee, String typed) {
        return new Occasion(
                flow.getSession(),
                flow.getAuthenticationSession(),
                flow.getExecution().getId(),
                purpose,
                addressee,
                typed,
                Optional.empty(),
                OutcomeEvents.forPurpose(flow.getEvent(), purpose));
    }

    /** The same of whoever it has turned out to be. */
    public Occasion of(UserModel found) {
        return new Occasion(session, login, step, purpose, Addressee.of(found), shownAddress, upstream, event);
    }

    /**
     * Who asks for mails, unless their browser is known: where nobody is the flow's user yet, nobody has shown that they may be; and who is to verify
     * or to enrol an address has shown nothing of that mailbox.
     */
    Acquaintance acquaintanceOfOthers() {
        boolean hasShownNothing = upstream.isPresent()
                || purpose == Purpose.VERIFY
                || purpose == Purpose.ENROL
                || purpose.needsOnlyAName();
        return hasShownNothing ? Acquaintance.ANONYMOUS : Acquaintance.STRANGER;
    }

    /**
     * The same of who types codes. Whoever is to verify or enrol has shown who they are, as at the step behind a password: whoever knows a name
     * shall not keep them out.
     */
    Acquaintance acquaintanceOfGuessers() {
        boolean isLoggedIn = purpose == Purpose.VERIFY || purpose == Purpose.ENROL;
        return isLoggedIn ? Acquaintance.STRANGER : acquaintanceOfOthers();
    }

    /**
     * Whether the page may tell what becomes of a mail: to whoever has only typed a name, that would tell who has an account. To register,
     * whatever address was typed is mailed to.
     */
    boolean tellsOfMails() {
        return !purpose.needsOnlyAName() || purpose == Purpose.REGISTER;
    }

    /** Whether the right code lets somebody into an account, or to its password. */
    boolean opensAnAccount() {
        return switch (purpose) {
            case LOGIN, FIRST, RESET, LINK, ENROL -> true;
            case REGISTER, VERIFY -> false;
        };
    }

    RealmModel realm() {
        return login.getRealm();
    }

    /** The language of page and mail. Whose account it is does not show before the login knows, nor where the mail goes. */
    public Locale language() {
        return session.getContext().resolveLocale(login.getAuthenticatedUser());
    }

    /** As Keycloak has them in this request. */
    public UserModel user() {
        return addressee.user();
    }

    /** What the page asks for. */
    Question question() {
        return new Question(instruction(), shownAddress, wayBack());
    }

    private String instruction() {
        return switch (purpose) {
            case RESET -> Question.OF_A_RESET;
            case ENROL -> Question.OF_AN_ENROLMENT;
            case LOGIN, VERIFY, LINK, FIRST, REGISTER -> Question.USUAL;
        };
    }

    private Optional<WayBack> wayBack() {
        return switch (purpose) {
            case FIRST, RESET ->
                Optional.of(new WayBack(Restart.of(session, login), "emailOtpRestart", Optional.empty()));
            case REGISTER ->
                Optional.of(new WayBack(
                        OtherAddress.of(session, login, step),
                        "emailOtpOtherAddress",
                        Optional.of(OtherAddress.anew(session, login, step))));
            case LOGIN, VERIFY, LINK, ENROL -> Optional.empty();
        };
    }

    private static String masked(Addressee addressee) {
        return addressee.address().isEmpty() ? "" : MaskedAddress.of(addressee.address());
    }

    Binding binding() {
        return new Binding(
                realm().getId(),
                addressee.id(),
                addressee.address(),
                purpose,
                String.join(".", login.getParentSession().getId(), login.getTabId(), step));
    }
}
