package io.github.emailotp.flow.report;

import io.github.emailotp.otp.Purpose;
import io.github.emailotp.storage.Report;
import io.github.emailotp.storage.ReportedLogin;
import io.github.emailotp.storage.Reports;
import java.time.Clock;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** A report that can be made, in a request. */
record OpenReport(KeycloakSession session, RealmModel realm, UserModel owner, String id, Report report, Clock clock) {

    ReportedLogin login() {
        return report.login();
    }

    /** Whether the account still has the address that the mail went to. If not, either a thief has changed it, or whoever reads there is not the owner any more. */
    boolean isForTheAddress() {
        return owner.getEmail() != null && Reports.isFor(owner.getEmail(), id, report);
    }

    boolean isOf(Purpose purpose) {
        return login().purpose() == purpose;
    }

    Sessions sessions() {
        return new Sessions(session, realm, owner);
    }

    Gains gains() {
        return new Gains(session, realm, owner, report);
    }
}
