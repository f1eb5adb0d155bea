package io.github.emailotp.flow;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.RootAuthenticationSessionModel;

/** Browsers in which somebody has shown, in whichever tab, that an account's mailbox is theirs. */
final class OwnersBrowser {

    /** Of a login by a code alone, and of its session: whose it was, and when. */
    private static final String PROOF = "email-otp.first-proof";

    private OwnersBrowser() {}

    /** This login has shown it now, and so has the browser's session, which may go on without it. */
    static void isThatOf(AuthenticationSessionModel login, UserModel owner, KeycloakSession session) {
        String proof = owner.getId() + ' ' + Time.currentTime();
        login.setUserSessionNote(PROOF, proof);
        sessionOf(login, owner.getId(), session).ifPresent(own -> own.setNote(PROOF, proof));
    }

    /** Whether this login's has shown it in that second or later. */
    static boolean isThatOf(AuthenticationSessionModel login, String userId, int second, KeycloakSession session) {
        RootAuthenticationSessionModel browser = login.getParentSession();
        UserSessionModel own = session.sessions().getUserSession(login.getRealm(), browser.getId());
        return Stream.concat(
                        browser.getAuthenticationSessions().values().stream()
                                .map(tab -> tab.getUserSessionNotes().get(PROOF)),
                        Stream.ofNullable(own).map(there -> there.getNote(PROOF)))
                .filter(Objects::nonNull)
                .map(note -> note.split(" "))
                .anyMatch(note -> note[0].equals(userId) && Integer.parseInt(note[1]) >= second);
    }

    /** The session that the user has in this login's. */
    static Optional<UserSessionModel> sessionOf(
            AuthenticationSessionModel login, String userId, KeycloakSession session) {
        return Optional.ofNullable(session.sessions()
                        .getUserSession(
                                login.getRealm(), login.getParentSession().getId()))
                .filter(own -> own.getUser() != null && own.getUser().getId().equals(userId));
    }
}
