package io.github.emailotp.storage;

import io.github.emailotp.otp.SendQuota.Limit;
import io.github.emailotp.otp.Setback;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The serial form of a setback. What cannot be read is no setback. */
final class SetbackText {

    private static final Pattern FORM = Pattern.compile("v2 ([A-Z]*) (\\w*) (\\d+) (\\d+) (\\d+)");

    private SetbackText() {}

    static String format(Setback setback) {
        return String.join(
                " ",
                "v2",
                setback.limit().map(Limit::name).orElse(""),
                setback.reason(),
                Integer.toString(setback.ordinal()),
                Long.toString(setback.at().toEpochMilli()),
                Long.toString(setback.retryAt().toEpochMilli()));
    }

    static Optional<Setback> parse(String text) {
        Matcher form = FORM.matcher(text);
        try {
            return form.matches() ? Optional.of(read(form)) : Optional.empty();
        } catch (IllegalArgumentException corrupt) {
            return Optional.empty();
        }
    }

    private static Setback read(Matcher form) {
        Optional<Limit> limit =
                Optional.of(form.group(1)).filter(name -> !name.isEmpty()).map(Limit::valueOf);
        return new Setback(
                limit, form.group(2), Integer.parseInt(form.group(3)), instant(form.group(4)), instant(form.group(5)));
    }

    private static Instant instant(String millis) {
        return Instant.ofEpochMilli(Long.parseLong(millis));
    }
}
