package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.Acquaintance;
import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.MailLimits;
import io.github.emailotp.otp.OtpPolicy;
import io.github.emailotp.otp.RateLimit;
import io.github.emailotp.otp.SendQuota;
import io.github.emailotp.otp.TestKey;
import io.github.emailotp.otp.TestLimits;
import io.github.emailotp.storage.PermitText.Counted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A limit that is almost reached")
class LimitCostTest extends ClaimsOnMails {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final String NETWORK = "192.0.2.200";

    @Test
    void ofANetworkAtAThousandTakesFewOperations() {
        OtpPolicy thousand = limited(Optional.of(new RateLimit(1_000, HOUR)), Optional.empty());
        for (int i = 1; i < 1_000; i++) {
            claim(login(i + "@example.test"), thousand);
            clock.advance(Duration.ofSeconds(3));
        }
        cells.operations();
        assertThat(granted(claim(login("last@example.test"), thousand))).isTrue();
        assertThat(cells.operations()).isLessThanOrEqualTo(12);
        assertThat(granted(claim(login("one-too-many@example.test"), thousand))).isFalse();
        assertThat(cells.operations()).isLessThanOrEqualTo(12);
    }

    /** Each counts its own operations, in threads that get in each other's way. */
    @Test
    void ofARealmAtAHundredThousandTakesFewForEachOfTwentyAtOnce() throws Exception {
        int atOnce = 20;
        RateLimit rate = new RateLimit(100_000, HOUR);
        OtpPolicy realm = limited(Optional.empty(), Optional.of(rate));
        fill(rate, rate.count() - atOnce + 1);
        giveOneBack(rate);
        CyclicBarrier together = new CyclicBarrier(atOnce);
        List<Callable<Integer>> requests = new ArrayList<>();
        for (int i = 0; i < atOnce; i++) {
            requests.add(request(login("at-once-" + i + "@example.test"), realm, together));
        }
        ExecutorService threads = Executors.newFixedThreadPool(atOnce);
        try {
            for (Future<Integer> operations : threads.invokeAll(requests)) {
                assertThat(operations.get()).isLessThanOrEqualTo(60);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(granted(claim(login("one-too-many@example.test"), realm)))
                .as("all of them were granted")
                .isFalse();
    }

    private Callable<Integer> request(Binding binding, OtpPolicy policy, CyclicBarrier together) {
        CountedCells own = new CountedCells(cells);
        SendQuota quota = quota(own);
        return () -> {
            together.await();
            assertThat(granted(quota.claim(binding, policy))).isTrue();
            return own.operations();
        };
    }

    /** With as many mails in each of fifty minutes. */
    private void fill(RateLimit rate, int number) {
        TreeMap<Long, Integer> counts = new TreeMap<>();
        for (int i = 0; i < number; i++) {
            counts.merge(CountRecord.part(rate, clock.instant().minus(Duration.ofMinutes(i % 50))), 1, Integer::sum);
        }
        String record = new CountRecord(counts, List.of()).text();
        cells.claims().change(realm(), before -> new Claims.Step.Write<>(true, record, HOUR));
    }

    private void giveOneBack(RateLimit rate) {
        Counted place = Counted.at(realm(), rate, clock.instant().minus(Duration.ofMinutes(25)));
        new MailCounts(cells.claims(), new Requester(Acquaintance.STRANGER, NETWORK), clock).giveBack(place);
    }

    private String realm() {
        return cells.claims().name("realm", "realm");
    }

    private SendQuota.Permit claim(Binding binding, OtpPolicy policy) {
        return quota(cells).claim(binding, policy);
    }

    private SendQuota quota(Cells of) {
        return new SharedSendQuota(
                new Claims(of, new ClaimNames(TestKey::named)), new Requester(Acquaintance.STRANGER, NETWORK), clock);
    }

    private static OtpPolicy limited(Optional<RateLimit> network, Optional<RateLimit> realm) {
        return policy(new MailLimits(TestLimits.MAILS.perAddress(), network, realm));
    }
}
