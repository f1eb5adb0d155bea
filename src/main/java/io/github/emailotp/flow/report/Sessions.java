package io.github.emailotp.flow.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;

/** Where the owner of an account is logged in, or somebody in their place. */
record Sessions(KeycloakSession session, RealmModel realm, UserModel owner) {

    /**
     * Ends a login and the sessions that it has become, which have its id. Whoever has gone on in the same browser as somebody else is not meant.
     *
     * @return the ids of the sessions that applications were told the end of
     */
    List<String> end(String login) {
        List<String> ended = end(Stream.ofNullable(session.sessions().getUserSession(realm, login))
                .filter(this::isOwners)
                .toList());
        Optional.ofNullable(session.sessions().getOfflineUserSession(realm, login))
                .filter(this::isOwners)
                .ifPresent(own -> session.sessions().removeOfflineUserSession(realm, own));
        // Behind: where both have one id, as in a step-up, a logout makes the root anew, and Infinispan forgets that it
        // was removed before.
        removeRoot(login);
        return ended;
    }

    /** Ends all but those of a login; answers as {@link #end(String)}. */
    List<String> endOthers(String login) {
        List<String> ended = end(session.sessions()
                .getUserSessionsStream(realm, owner)
                .filter(own -> !own.getId().equals(login))
                .toList());
        session.sessions()
                .getOfflineUserSessionsStream(realm, owner)
                .filter(own -> !own.getId().equals(login))
                .toList()
                .forEach(own -> session.sessions().removeOfflineUserSession(realm, own));
        return ended;
    }

    private List<String> end(List<UserSessionModel> sessions) {
        List<String> ended = new ArrayList<>();
        sessions.forEach(own -> {
            ended.add(own.getId());
            AuthenticationManager.backchannelLogout(session, own, true);
        });
        return ended;
    }

    /** Ends those of the login, and others of some kind, where there is no request: no application is told. */
    void remove(String login, Predicate<UserSessionModel> others) {
        Optional.ofNullable(session.sessions().getUserSession(realm, login))
                .filter(this::isOwners)
                .ifPresent(own -> session.sessions().removeUserSession(realm, own));
        session.sessions()
                .getUserSessionsStream(realm, owner)
                .filter(own -> !own.getId().equals(login) && others.test(own))
                .toList()
                .forEach(own -> session.sessions().removeUserSession(realm, own));
        removeRoot(login);
    }

    private void removeRoot(String login) {
        Optional.ofNullable(session.authenticationSessions().getRootAuthenticationSession(realm, login))
                .ifPresent(root -> session.authenticationSessions().removeRootAuthenticationSession(realm, root));
    }

    private boolean isOwners(UserSessionModel login) {
        return login.getUser() != null && login.getUser().getId().equals(owner.getId());
    }
}
