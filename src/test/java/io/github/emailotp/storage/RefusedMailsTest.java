package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.MailLimits;
import io.github.emailotp.otp.OtpPolicy;
import io.github.emailotp.otp.RateLimit;
import io.github.emailotp.otp.SendQuota.Allowed;
import io.github.emailotp.otp.SendQuota.Denied;
import io.github.emailotp.otp.SendQuota.Limit;
import io.github.emailotp.otp.TestLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What forbids a mail")
class RefusedMailsTest extends ClaimsOnMails {

    private final Binding alice = login("alice@example.test");

    @Test
    void isNothingAtFirst() {
        assertThat(quota().refusal(alice, POLICY)).isEmpty();
        assertThat(cells.size()).as("nothing is claimed").isZero();
    }

    @Test
    void isTheWaitAfterTheMailsThatArrived() {
        Allowed first = (Allowed) quota().claim(alice, POLICY);
        clock.advance(COOLDOWN);
        quota().claim(alice, POLICY);
        assertThat(quota().refusal(alice, POLICY)).contains(new Denied(Limit.COOLDOWN, COOLDOWN.multipliedBy(2)));
        quota().refused(first.claims());
        assertThat(quota().refusal(alice, POLICY)).contains(new Denied(Limit.COOLDOWN, COOLDOWN));
        clock.advance(COOLDOWN);
        assertThat(quota().refusal(alice, POLICY)).isEmpty();
        assertThat(granted(quota().claim(alice, POLICY))).isTrue();
    }

    @Test
    void isADayNoLongerOnceAMailOfItHasFailed() {
        List<Allowed> mails = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            mails.add(allowedMailTo("alice@example.test"));
            clock.advance(Duration.ofHours(2));
        }
        assertThat(quota().refusal(alice, POLICY).map(Denied::retryAfter)).contains(MailLimits.DAY.minusHours(20));
        quota().refused(mails.get(9).claims());
        assertThat(quota().refusal(alice, POLICY)).isEmpty();
        assertThat(granted(quota().claim(alice, POLICY))).isTrue();
    }

    @Test
    void isTheLimitThatHoldsLongest() {
        Optional<RateLimit> one = Optional.of(new RateLimit(1, Duration.ofHours(1)));
        OtpPolicy ofNetworks = policy(new MailLimits(TestLimits.MAILS.perAddress(), one, Optional.empty()));
        OtpPolicy ofRealms = policy(new MailLimits(TestLimits.MAILS.perAddress(), Optional.empty(), one));
        var network = quota(Acquaintance.STRANGER, "192.0.2.200");
        network.claim(alice, ofNetworks);
        quota().claim(login("bob@example.test"), ofRealms);
        assertThat(limit(network.refusal(alice, ofNetworks))).contains(Limit.CLIENT);
        assertThat(limit(quota().refusal(alice, ofRealms))).contains(Limit.REALM);
        assertThat(limit(quota(Acquaintance.KNOWN, "192.0.2.200").refusal(alice, ofNetworks)))
                .as("a browser that is known")
                .contains(Limit.COOLDOWN);
        clock.advance(COOLDOWN);
        assertThat(limit(quota().refusal(alice, POLICY))).isEmpty();
    }

    private static Optional<Limit> limit(Optional<Denied> denied) {
        return denied.map(Denied::limit);
    }
}
