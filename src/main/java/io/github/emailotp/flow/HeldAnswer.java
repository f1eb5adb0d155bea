package io.github.emailotp.flow;

import io.github.emailotp.otp.Outcome;
import io.github.emailotp.otp.Reply;
import jakarta.ws.rs.core.Response;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The answer to a request whose mail is waited for. It is made before the mail leaves, since a request commits before its mail, and
 * so cannot tell what became of it: it leads to the page, which the next request makes, and is held back until there is something to
 * tell. No request waits in its transaction, which Keycloak lets nobody commit and begin again: {@code
 * DefaultKeycloakTransactionManager} throws, or in older versions commits what was committed once more.
 */
final class HeldAnswer {

    private static final String RESENT = "email-otp-resent";

    private final AuthenticationSessionModel login;
    private final String step;

    HeldAnswer(Occasion occasion) {
        this.login = occasion.login();
        this.step = occasion.step();
    }

    /** Leads to the page of a reply to a request that has mailed something. */
    Response leadingTo(Screen screen, Reply reply) {
        if (reply.shown() == Outcome.RESENT) {
            login.setAuthNote(RESENT, step);
        }
        return Response.seeOther(screen.afterMail().get()).build();
    }

    /** The reply to a look: if it is the one that a held answer has led to, it says what that would have said. */
    Reply toALook(Reply reply) {
        if (!step.equals(login.getAuthNote(RESENT))) {
            return reply;
        }
        login.removeAuthNote(RESENT);
        return reply.shown() == Outcome.SHOWN ? reply.shownAs(Outcome.RESENT) : reply;
    }
}
