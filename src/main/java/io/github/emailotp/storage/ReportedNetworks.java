package io.github.emailotp.storage;

import io.github.emailotp.storage.Claims.Step;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Networks from which an account was asked for by somebody else, as its owner has reported: no code is mailed for them for a while.
 *
 * <p>A record is the silence, and behind it the one that it has replaced, if any; nothing but the version if there is none any more.
 *
 * <p>All methods throw {@link io.github.emailotp.otp.ClaimsUnavailableException} if the cells cannot be reached.
 */
public final class ReportedNetworks {

    /** After a report. */
    static final Duration FIRST = Duration.ofMinutes(15);

    /** After one of another login within this time, and for as long. */
    static final Duration AGAIN = Duration.ofDays(1);

    private static final String KIND = "reported";
    private static final String VERSION = "n2";
    private static final int FIELDS = 4;

    private final Claims claims;
    private final String realmId;
    private final Clock clock;

    /** Those of a realm. */
    public ReportedNetworks(Claims claims, String realmId, Clock clock) {
        this.claims = claims;
        this.realmId = realmId;
        this.clock = clock;
    }

    /**
     * Somebody else has asked for this account from there. Whoever reports several mails of one login has reported it once.
     *
     * @param mark the caller's, as of {@link Claims#mark()}
     * @return how long no code is mailed for them
     */
    public Duration report(String userId, ReportedLogin login, String mark) {
        Instant now = clock.instant();
        return claims.change(name(userId, login.network()), there -> {
            Optional<Silence> before =
                    read(there).silence().filter(one -> now.isBefore(one.since().plus(AGAIN)));
            if (before.filter(one -> one.login().equals(login.id())).isPresent()) {
                return new Step.Keep<>(before.get().left(now));
            }
            Silence silence = new Silence(now, before.isPresent() ? AGAIN : FIRST, login.id(), mark);
            return new Step.Write<>(silence.length(), new Kept(Optional.of(silence), before).text(), AGAIN);
        });
    }

    /** A report has come to nothing: it is as it was before that of the caller's mark. */
    public void takeBack(String userId, ReportedLogin login, String mark) {
        claims.change(name(userId, login.network()), there -> {
            Kept kept = read(there);
            return kept.silence().filter(one -> one.mark().equals(mark)).isPresent()
                    ? new Step.Write<>(true, new Kept(kept.before(), Optional.empty()).text(), AGAIN)
                    : new Step.Keep<>(false);
        });
    }

    /** How much longer no code is mailed for whoever asks for this account from there; zero if one is. */
    public Duration silence(String userId, String network) {
        return read(claims.read(name(userId, network)))
                .silence()
                .map(silence -> silence.left(clock.instant()))
                .orElse(Duration.ZERO);
    }

    private static Kept read(Optional<String> there) {
        return there.map(text -> RecordText.read(text, Kept::read))
                .orElseGet(() -> new Kept(Optional.empty(), Optional.empty()));
    }

    private record Kept(Optional<Silence> silence, Optional<Silence> before) {

        static Kept read(String text) {
            String[] fields = text.split(" ", -1);
            if (!fields[0].equals(VERSION)) {
                throw new IllegalArgumentException("another version");
            }
            return new Kept(
                    fields.length > 1 ? Optional.of(Silence.read(fields, 1)) : Optional.empty(),
                    fields.length > 1 + FIELDS ? Optional.of(Silence.read(fields, 1 + FIELDS)) : Optional.empty());
        }

        String text() {
            StringBuilder text = new StringBuilder(VERSION);
            silence.ifPresent(one -> text.append(' ').append(one.text()));
            before.ifPresent(one -> text.append(' ').append(one.ofThePast().text()));
            return text.toString();
        }
    }

    private String name(String userId, String network) {
        return claims.name(KIND, realmId, userId, network);
    }
}
