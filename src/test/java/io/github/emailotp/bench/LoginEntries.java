package io.github.emailotp.bench;

import io.github.emailotp.bench.Comparison.Figures;
import io.github.emailotp.bench.Comparison.Row;
import io.github.emailotp.bench.SingleUseCache.Entries;
import io.github.emailotp.otp.MailLimits;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.TestBed;
import java.time.Duration;
import java.util.List;

/**
 * What logins that succeed leave in Keycloak's cache: how many entries, how long, and how many bytes of the nodes' heaps.
 *
 * <p>A few logins are looked at before anything of theirs has ended. Many are weighed: by what of the heaps is free when their
 * entries are removed, first those that end within an hour, then the rest.
 */
final class LoginEntries implements Measurement {

    private static final int FEW = 24;
    private static final int PEOPLE = 6;
    private static final int BATCH = 250;
    private static final Duration AN_HOUR = Duration.ofHours(1).plusSeconds(1);
    private static final Duration EVER = Duration.ofDays(365);
    private static final double SECONDS_A_DAY = Duration.ofDays(1).toSeconds();

    /** Infinispan keeps each entry twice. */
    private static final int COPIES = 2;

    /** Of the table in which an entry stands: it has some two references for each, and does not shrink when entries are removed. */
    private static final double PLACE_IN_TABLE = 8;

    private final int logins;
    private final Figures figures;

    /**
     * A measurement with so many logins of each kind.
     *
     * @param logins from 1
     */
    LoginEntries(int logins, Figures figures) {
        this.logins = logins;
        this.figures = figures;
    }

    /**
     * What one login leaves.
     *
     * @param few what {@link #FEW} logins have left
     * @param brief bytes of an entry that ends within an hour
     * @param lasting bytes of another
     */
    private record Left(Entries few, double brief, double lasting) {

        double atOnce() {
            return (double) few.count() / FEW;
        }

        double longerThan(Duration time) {
            return (double) few.longerThan(time) / FEW;
        }

        double bytesAfterAnHour() {
            return longerThan(AN_HOUR) * lasting;
        }

        /** Megabytes of a million logins a day, spread evenly; a login more a day is so many bytes more. */
        double megabytes() {
            return few.lifespans().entrySet().stream()
                            .mapToDouble(each -> each.getKey()
                                    * each.getValue()
                                    * (each.getKey() <= AN_HOUR.toSeconds() ? brief : lasting))
                            .sum()
                    / FEW
                    / SECONDS_A_DAY;
        }

        String entries(Left base) {
            return "%.1f / %.1f".formatted(atOnce() - base.atOnce(), longerThan(AN_HOUR) - base.longerThan(AN_HOUR));
        }

        String bytes(Left base) {
            return "%.0f".formatted(bytesAfterAnHour() - base.bytesAfterAnHour());
        }

        String heap(Left base) {
            return "%.1f MB".formatted(megabytes() - base.megabytes());
        }

        List<String> cells() {
            return List.of(
                    "%.1f".formatted(atOnce()),
                    "%.1f".formatted(longerThan(AN_HOUR)),
                    "%.1f".formatted(longerThan(MailLimits.DAY)),
                    "%.0f".formatted(brief),
                    "%.0f".formatted(lasting),
                    "%.0f".formatted(bytesAfterAnHour()),
                    "%.1f MB".formatted(megabytes()));
        }
    }

    @Override
    public String run(TestBed bed) {
        FastPasswords.in(bed);
        Left password = look(bed, Flow.PASSWORD_ONLY);
        Left keycloaks = look(bed, Flow.KEYCLOAKS_OTP);
        Left step = look(bed, Flow.WITH_BUDGETS);
        figures.put(Row.ENTRIES, keycloaks.entries(password), step.entries(password));
        figures.put(Row.BYTES, keycloaks.bytes(password), step.bytes(password));
        figures.put(Row.HEAP, keycloaks.heap(password), step.heap(password));

        var table = new MarkdownTable("");
        List.of(
                        "entries at once",
                        "after an hour",
                        "after a day and ten minutes",
                        "bytes of one that ends within an hour",
                        "bytes of another",
                        "bytes held after an hour",
                        "a million logins a day, a node of two")
                .forEach(table::column);
        table.row(Flow.PASSWORD_ONLY.title(), password.cells());
        table.row(Flow.KEYCLOAKS_OTP.title(), keycloaks.cells());
        table.row(Flow.WITH_BUDGETS.title(), step.cells());
        return """
                ## What a login leaves in the cache

                Entries of %d logins; bytes of %,d logins, by histograms of all nodes' heaps, each of the two copies.

                %s
                Entries of %d logins with the step by kind and lifespan: %s.
                """.formatted(FEW, logins, table, FEW, step.few().kinds());
    }

    private Left look(TestBed bed, Flow flow) {
        var cache = new SingleUseCache(bed);
        cache.forget(EVER);
        logIn(bed, flow, FEW);
        Entries few = cache.entries();

        logIn(bed, flow, logins);
        double brief = weightOf(cache, AN_HOUR);
        return new Left(few, brief, weightOf(cache, EVER));
    }

    /** Removes those that do not live longer; the bytes of one of them. */
    private static double weightOf(SingleUseCache cache, Duration lifespan) {
        Heap before = cache.heap();
        long entries = cache.forget(lifespan);
        if (entries == 0) {
            return 0;
        }
        return (double) before.freed(cache.heap(), entries * COPIES) / COPIES / entries + PLACE_IN_TABLE;
    }

    private static void logIn(TestBed bed, Flow flow, int count) {
        for (int done = 0; done < count; done += BATCH) {
            List<TimedLogin> logins = TimedLogin.several(bed, flow, Math.min(BATCH, count - done));
            List<KeycloakServer> nodes = bed.keycloak().servers();
            for (int i = 0; i < logins.size(); i++) {
                logins.get(i).moveTo(nodes.get(i % nodes.size()));
            }
            Crowd.ofBusy(PEOPLE).logIn(logins);
            bed.keycloak().awaitEmptyOutbox();
            bed.mail().plain().clear();
        }
    }
}
