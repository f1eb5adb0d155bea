package io.github.emailotp.storage;

import io.github.emailotp.otp.Alphabet;
import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.Challenge;
import io.github.emailotp.otp.CodeFormat;
import io.github.emailotp.otp.Purpose;
import io.github.emailotp.otp.SealedCode;
import io.github.emailotp.otp.SentCode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The serial form of a challenge: a version, then fields separated by blanks, free text in base64url. A node that reads a
 * version it does not know treats it as no challenge.
 */
final class ChallengeText {

    private static final String VERSION = "v4";

    private ChallengeText() {}

    static String format(Challenge challenge) {
        Binding binding = challenge.binding();
        Stream<Object> head = Stream.of(
                VERSION,
                challenge.id(),
                encode(binding.realmId()),
                encode(binding.userId()),
                encode(binding.address()),
                binding.purpose(),
                encode(binding.sessionId()),
                challenge.startedAt().toEpochMilli(),
                challenge.triesLeft(),
                encode(String.join(",", challenge.owed())),
                challenge.numbered(),
                challenge.codes().size());
        Stream<Object> codes = challenge.codes().stream()
                .flatMap(code -> Stream.of(
                        code.ordinal(),
                        code.format().alphabet(),
                        code.format().length(),
                        encode(code.sealed().keyId()),
                        code.sealed().mac(),
                        code.sentAt().toEpochMilli(),
                        code.expiresAt().toEpochMilli(),
                        code.nextAt().toEpochMilli(),
                        code.nextAtIfRefused().toEpochMilli(),
                        encode(code.permit()),
                        encode(code.sending())));
        return Stream.concat(head, codes).map(String::valueOf).collect(Collectors.joining(" "));
    }

    static Optional<Challenge> parse(String text) {
        Iterator<String> fields = Arrays.asList(text.split(" ")).iterator();
        try {
            return fields.next().equals(VERSION) ? Optional.of(parse(fields)) : Optional.empty();
        } catch (RuntimeException corrupt) {
            // Whatever is wrong with it, it is not a challenge of ours; a login must not fail for it.
            return Optional.empty();
        }
    }

    private static Challenge parse(Iterator<String> fields) {
        String id = fields.next();
        Binding binding = new Binding(
                decode(fields.next()),
                decode(fields.next()),
                decode(fields.next()),
                Purpose.valueOf(fields.next()),
                decode(fields.next()));
        Instant startedAt = instant(fields.next());
        int triesLeft = Integer.parseInt(fields.next());
        List<String> owed = Stream.of(decode(fields.next()).split(","))
                .filter(mark -> !mark.isEmpty())
                .toList();
        int numbered = Integer.parseInt(fields.next());
        int count = Integer.parseInt(fields.next());
        List<SentCode> codes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            codes.add(parseCode(fields));
        }
        return new Challenge(id, binding, startedAt, codes, triesLeft, owed, numbered);
    }

    private static SentCode parseCode(Iterator<String> fields) {
        int ordinal = Integer.parseInt(fields.next());
        CodeFormat format = new CodeFormat(Alphabet.valueOf(fields.next()), Integer.parseInt(fields.next()));
        SealedCode sealed = new SealedCode(format, decode(fields.next()), fields.next());
        return new SentCode(
                ordinal,
                sealed,
                instant(fields.next()),
                instant(fields.next()),
                instant(fields.next()),
                instant(fields.next()),
                decode(fields.next()),
                decode(fields.next()));
    }

    private static Instant instant(String millis) {
        return Instant.ofEpochMilli(Long.parseLong(millis));
    }

    /** A leading dot keeps the empty text a field. */
    private static String encode(String text) {
        return "." + Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String field) {
        return new String(Base64.getUrlDecoder().decode(field.substring(1)), StandardCharsets.UTF_8);
    }
}
