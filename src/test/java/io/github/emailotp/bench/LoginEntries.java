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
 * <p>Few logins are made, and their entries looked at before anything of theirs has ended. What those weigh shows in very many copies of them.
 */
final class LoginEntries implements Measurement {

    private static final int LOGINS = 24;
    private static final Duration AN_HOUR = Duration.ofHours(1).plusSeconds(1);
    private static final Duration A_YEAR = Duration.ofDays(365);
    private static final double SECONDS_A_DAY = Duration.ofDays(1).toSeconds();

    /** Infinispan keeps each entry twice. */
    private static final int OWNERS = 2;

    private final int copied;
    private final Figures figures;

    /**
     * A measurement with so many copies of entries.
     *
     * @param copied from 1,000
     */
    LoginEntries(int copied, Figures figures) {
        this.copied = copied;
        this.figures = figures;
    }

    /**
     * What one login leaves.
     *
     * @param entries what {@link #LOGINS} logins have left
     * @param brief bytes of an entry that ends within an hour
     * @param lasting bytes of another
     */
    private record Left(Entries entries, double brief, double lasting) {

        double atOnce() {
            return (double) entries.count() / LOGINS;
        }

        double longerThan(Duration time) {
            return (double) entries.longerThan(time) / LOGINS;
        }

        double bytesAfterAnHour() {
            return longerThan(AN_HOUR) * lasting;
        }

        /** Megabytes of a million logins a day, spread evenly; a login more a day is so many bytes more. */
        double megabytes() {
            return entries.lifespans().entrySet().stream()
                            .mapToDouble(each -> each.getKey()
                                    * each.getValue()
                                    * (each.getKey() <= AN_HOUR.toSeconds() ? brief : lasting))
                            .sum()
                    / LOGINS
                    / SECONDS_A_DAY;
        }

        String inWords() {
            return "%.1f / %.1f".formatted(atOnce(), longerThan(AN_HOUR));
        }

        long briefs() {
            return entries.count() - entries.longerThan(AN_HOUR);
        }

        /** What it leaves more than a login that leaves only what is brief. */
        Left minus(Left base) {
            double bytes = brief * briefs() - base.brief * base.briefs();
            Entries more = entries.minus(base.entries);
            return new Left(more, bytes / (briefs() - base.briefs()), lasting);
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
        compare(keycloaks.minus(password), step.minus(password));
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

                Entries of %d logins; bytes of %,d copies of them, by histograms of all nodes' heaps, in one of the two nodes that keep an entry.

                %s
                Entries of %d logins with the step by kind and lifespan: %s.
                """.formatted(LOGINS, copied, table, LOGINS, step.entries().kinds());
    }

    private void compare(Left keycloaks, Left step) {
        figures.put(Row.ENTRIES, keycloaks.inWords(), step.inWords());
        figures.put(
                Row.BYTES, "%.0f".formatted(keycloaks.bytesAfterAnHour()), "%.0f".formatted(step.bytesAfterAnHour()));
        figures.put(Row.HEAP, "%.1f MB".formatted(keycloaks.megabytes()), "%.1f MB".formatted(step.megabytes()));
    }

    /** What lives for seconds only is copied at once. */
    private Left look(TestBed bed, Flow flow) {
        var cache = new SingleUseCache(bed);
        cache.empty();
        long none = cache.heap();
        logIn(bed, flow);
        Entries entries = cache.entries();
        cache.copy(Duration.ZERO, AN_HOUR, copied);
        long brief = cache.heap();
        if (entries.longerThan(AN_HOUR) == 0) {
            return new Left(entries, weight(brief - none), 0);
        }
        cache.copy(AN_HOUR, A_YEAR, copied);
        return new Left(entries, weight(brief - none), weight(cache.heap() - brief));
    }

    /** Of one of the copies that take so many bytes together. */
    private double weight(long bytes) {
        return (double) bytes / OWNERS / copied;
    }

    private static void logIn(TestBed bed, Flow flow) {
        List<KeycloakServer> nodes = bed.keycloak().servers();
        List<TimedLogin> logins = TimedLogin.several(bed, flow, LOGINS);
        for (int i = 0; i < LOGINS; i++) {
            logins.get(i).moveTo(nodes.get(i % nodes.size()));
            logins.get(i).complete();
        }
        bed.keycloak().awaitEmptyOutbox();
        bed.mail().plain().clear();
    }
}
