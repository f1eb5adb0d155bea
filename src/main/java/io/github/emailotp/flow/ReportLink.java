package io.github.emailotp.flow;

import io.github.emailotp.delivery.MailContext;
import io.github.emailotp.flow.Addressee.Account;
import io.github.emailotp.flow.endpoint.EndpointFactory;
import io.github.emailotp.otp.ClaimsUnavailableException;
import io.github.emailotp.storage.Claims;
import io.github.emailotp.storage.ReportedLogin;
import io.github.emailotp.storage.ReportedLogin.Link;
import io.github.emailotp.storage.Reports;
import java.time.Clock;
import java.util.Optional;

/** The link in a mail by which the owner of an account tells that the login was not theirs: one for all that a request renders. */
final class ReportLink {

    private final Occasion occasion;
    private final String network;
    private final Clock clock;
    private Optional<String> report = Optional.empty();

    /**
     * The link of a request.
     *
     * @param network whence it comes
     */
    ReportLink(Occasion occasion, String network, Clock clock) {
        this.occasion = occasion;
        this.network = network;
        this.clock = clock;
    }

    /**
     * The mail with the link, if its code opens an account. Where there is nobody, a report is opened as well, so that it takes as long, and no
     * link leads to it. Without the cache the mail goes without.
     */
    MailContext in(MailContext mail) {
        if (!occasion.opensAnAccount()) {
            return mail;
        }
        try {
            String id = report.orElseGet(this::open);
            report = Optional.of(id);
            return occasion.addressee() instanceof Account
                    ? mail.reportedAt(EndpointFactory.report(occasion.session(), id))
                    : mail;
        } catch (ClaimsUnavailableException logged) {
            return mail;
        }
    }

    private String open() {
        return new Reports(Claims.of(occasion.session()), occasion.realm().getId(), clock)
                .open(
                        occasion.addressee().id(),
                        occasion.addressee().address(),
                        new ReportedLogin(
                                occasion.login().getParentSession().getId(),
                                network,
                                occasion.purpose(),
                                new ShownPassword(occasion).password(),
                                occasion.upstream().map(upstream -> new Link(upstream.alias(), upstream.id()))));
    }
}
