package io.github.emailotp.flow.report;

import io.github.emailotp.otp.Purpose;
import io.github.emailotp.storage.Report;
import io.github.emailotp.storage.ReportedLogin.Link;
import java.time.Instant;
import java.util.List;
import org.keycloak.credential.CredentialModel;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.FederatedIdentityModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/** What stays of a login when it is over, if somebody was told its code: an account at a provider that is linked, or a password that was set. */
record Gains(KeycloakSession session, RealmModel realm, UserModel owner, Report report) {

    /**
     * Takes it away.
     *
     * @param until what was set later is the owner's
     * @param event of the owner; it is only read
     */
    void remove(Instant until, EventBuilder event) {
        report.login().link().filter(this::isLinked).ifPresent(link -> {
            session.users().removeFederatedIdentity(realm, owner, link.provider());
            event.clone()
                    .event(EventType.REMOVE_FEDERATED_IDENTITY)
                    .detail(Details.IDENTITY_PROVIDER, link.provider())
                    .success();
        });
        if (report.login().purpose() == Purpose.RESET) {
            passwords(until).forEach(password -> {
                owner.credentialManager().removeStoredCredentialById(password.getId());
                event.clone()
                        .event(EventType.REMOVE_CREDENTIAL)
                        .detail(Details.CREDENTIAL_TYPE, password.getType())
                        .success();
            });
        }
    }

    private boolean isLinked(Link link) {
        FederatedIdentityModel there = session.users().getFederatedIdentity(realm, owner, link.provider());
        return there != null && there.getUserId().equals(link.id());
    }

    /** The passwords that are kept in Keycloak and were set after the mail was written, and not after this. */
    List<CredentialModel> passwords(Instant until) {
        return owner.credentialManager()
                .getStoredCredentialsByTypeStream(PasswordCredentialModel.TYPE)
                .filter(password -> password.getCreatedDate() != null
                        && password.getCreatedDate() >= report.mailedAt().toEpochMilli()
                        && password.getCreatedDate() <= until.toEpochMilli())
                .toList();
    }
}
