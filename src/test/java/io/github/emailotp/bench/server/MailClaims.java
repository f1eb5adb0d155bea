package io.github.emailotp.bench.server;

import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.ClientNetwork;
import io.github.emailotp.otp.OtpPolicy;
import io.github.emailotp.otp.SendQuota;
import io.github.emailotp.otp.SendQuota.Allowed;
import io.github.emailotp.settings.EmailOtpSettings;
import io.github.emailotp.settings.EmailOtpSettings.Factor;
import io.github.emailotp.storage.Claims;
import io.github.emailotp.storage.Requester;
import io.github.emailotp.storage.SharedSendQuota;
import java.time.Clock;
import java.util.Map;
import org.keycloak.models.KeycloakSession;

/**
 * Claims on mails that nobody sends, where the step has these settings. With {@link FailingUser} all that differs in a build that counts in
 * another way.
 */
record MailClaims(Map<String, String> settings) {

    /**
     * Claims a person's first mail.
     *
     * @param client the address of the browser
     * @return names what was claimed
     */
    String claim(KeycloakSession session, Person person, String client) {
        OtpPolicy policy =
                EmailOtpSettings.read(Factor.SECOND, settings, warning -> {}).policy();
        if (quota(session, client).claim(person.binding(), policy) instanceof Allowed allowed) {
            return allowed.claims();
        }
        throw new IllegalStateException("a limit is reached");
    }

    /** Gives back what {@link #claim} has named. */
    static void giveBack(KeycloakSession session, String claims) {
        quota(session, "").unsent(claims);
    }

    private static SendQuota quota(KeycloakSession session, String client) {
        var requester = new Requester(Acquaintance.STRANGER, ClientNetwork.of(client));
        return new SharedSendQuota(Claims.of(session), requester, Clock.systemUTC());
    }
}
