package io.github.emailotp.flow.report;

import io.github.emailotp.delivery.MailEvents;
import io.github.emailotp.storage.ReportedLogin.Password;
import io.github.emailotp.storage.trusted.TrustedBrowsers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.keycloak.common.util.Time;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** What follows when the owner of an account says that a login was not theirs. All of it, the events too, is of the request's transaction. */
record Consequences(OpenReport report) {

    private static final String REPORTED = "email_otp_reported";
    private static final String PASSWORD_PASSED = "email_otp_password_passed";
    private static final String NETWORK = "email_otp_network";
    private static final String SILENCE = "email_otp_silence";

    /**
     * All, or where the account has another address, the end of the login alone.
     *
     * @param silence of the network; empty if it is not silenced
     */
    void follow(Optional<Duration> silence) {
        List<String> ended =
                new ArrayList<>(report.sessions().end(report.login().id()));
        if (report.isForTheAddress()) {
            ended.addAll(report.sessions().endOthers(report.login().id()));
            new Trust(new TrustedBrowsers(report.session(), report.realm(), report.owner(), report.clock()), event())
                    .end(TrustedBrowsers::removeAll);
            // Tokens and known browsers of before are good for nothing: whose they are is not known any more.
            report.session().users().setNotBeforeForUser(report.realm(), report.owner(), Time.currentTime());
            report.gains().remove(report.clock().instant(), event());
        }
        ended.forEach(login -> event().event(EventType.LOGOUT).session(login).success());
        event().event(EventType.LOGIN)
                .detail(PASSWORD_PASSED, Boolean.toString(report.login().password() != Password.NOT_SHOWN))
                .detail(NETWORK, report.login().network())
                .detail(
                        SILENCE,
                        silence.map(Duration::toSeconds).map(String::valueOf).orElse(""))
                .storeImmediately(false)
                .error(REPORTED);
    }

    private EventBuilder event() {
        KeycloakSession session = report.session();
        RealmModel realm = report.realm();
        return new EventBuilder(realm, session, session.getContext().getConnection())
                .user(report.owner())
                .detail(Details.AUTH_METHOD, MailEvents.METHOD);
    }
}
