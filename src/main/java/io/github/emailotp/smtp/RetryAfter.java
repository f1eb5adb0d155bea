package io.github.emailotp.smtp;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.http.Header;
import org.apache.http.HttpResponse;

/** For how long an HTTP server does not want to be asked again (RFC 9110 §10.2.3). */
final class RetryAfter {

    /** A code lives for minutes, and a server may think better of it. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    private RetryAfter() {}

    /** A minute at most; empty if it does not say so, or has said so of a time that is past. */
    static Optional<Duration> of(HttpResponse response) {
        return header(response, "Retry-After")
                .flatMap(value -> SECONDS.matcher(value).matches()
                        ? Optional.of(Duration.ofSeconds(Integer.parseInt(value)))
                        : until(value, response))
                .filter(pause -> !pause.isZero() && !pause.isNegative())
                .map(pause -> pause.compareTo(LONGEST) < 0 ? pause : LONGEST);
    }

    /** By the server's own clock. */
    private static Optional<Duration> until(String end, HttpResponse response) {
        return header(response, "Date")
                .flatMap(now -> time(now).flatMap(from -> time(end).map(to -> Duration.between(from, to))));
    }

    private static Optional<OffsetDateTime> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> header(HttpResponse response, String name) {
        return Optional.ofNullable(response.getFirstHeader(name))
                .map(Header::getValue)
                .map(String::strip);
    }
}
