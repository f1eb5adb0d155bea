package io.github.emailotp.storage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.emailotp.otp.Alphabet;
import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.Challenge;
import io.github.emailotp.otp.CodeFormat;
import io.github.emailotp.otp.Purpose;
import io.github.emailotp.otp.SealedCode;
import io.github.emailotp.otp.SentCode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The serial form of a challenge, but for what it is owed: a JSON array that begins with its version. Its fields have no names: their order is that
 * in which they are written and read here. Times are in milliseconds since 1970. A node that reads another version treats it as no challenge.
 *
 * <p>It is read at each look at the page: token by token takes a quarter of the time that binding to classes does.
 */
final class ChallengeText {

    private static final String VERSION = "v6";

    private static final JsonFactory JSON = new JsonFactory();

    private ChallengeText() {}

    static String format(Challenge challenge) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            write(challenge, json);
        } catch (IOException e) {
            throw new UncheckedIOException("texts and numbers can always be written", e);
        }
        return text.toString();
    }

    static Optional<Challenge> parse(String text) {
        try (JsonFields fields = new JsonFields(JSON.createParser(text))) {
            return challenge(fields);
        } catch (IOException | RuntimeException corrupt) {
            // Whatever is wrong with it, it is not a challenge of ours; a login must not fail for it.
            return Optional.empty();
        }
    }

    private static void write(Challenge challenge, JsonGenerator json) throws IOException {
        Binding binding = challenge.binding();
        json.writeStartArray();
        json.writeString(VERSION);
        json.writeString(challenge.id());
        json.writeString(binding.realmId());
        json.writeString(binding.userId());
        json.writeString(binding.address());
        json.writeString(binding.purpose().name());
        json.writeString(binding.sessionId());
        json.writeNumber(challenge.startedAt().toEpochMilli());
        json.writeNumber(challenge.triesLeft());
        json.writeNumber(challenge.numbered());
        json.writeStartArray();
        for (SentCode code : challenge.codes()) {
            write(code, json);
        }
        json.writeEndArray();
        json.writeEndArray();
    }

    private static void write(SentCode code, JsonGenerator json) throws IOException {
        json.writeStartArray();
        json.writeNumber(code.ordinal());
        json.writeString(code.format().alphabet().name());
        json.writeNumber(code.format().length());
        json.writeString(code.sealed().keyId());
        json.writeString(code.sealed().mac());
        json.writeNumber(code.sentAt().toEpochMilli());
        json.writeNumber(code.expiresAt().toEpochMilli());
        json.writeNumber(code.nextAt().toEpochMilli());
        json.writeNumber(code.nextAtIfRefused().toEpochMilli());
        json.writeString(code.permit());
        json.writeString(code.sending());
        json.writeEndArray();
    }

    private static Optional<Challenge> challenge(JsonFields fields) throws IOException {
        fields.begin();
        if (!VERSION.equals(fields.text())) {
            return Optional.empty();
        }
        String id = fields.text();
        Binding binding =
                new Binding(fields.text(), fields.text(), fields.text(), Purpose.valueOf(fields.text()), fields.text());
        Instant startedAt = fields.time();
        int triesLeft = fields.integer();
        int numbered = fields.integer();
        List<SentCode> codes = new ArrayList<>();
        fields.begin();
        while (fields.beginsOrEnds()) {
            codes.add(code(fields));
        }
        fields.end();
        fields.nothing();
        return Optional.of(new Challenge(id, binding, startedAt, codes, triesLeft, List.of(), numbered));
    }

    private static SentCode code(JsonFields fields) throws IOException {
        int ordinal = fields.integer();
        CodeFormat format = new CodeFormat(Alphabet.valueOf(fields.text()), fields.integer());
        SentCode code = new SentCode(
                ordinal,
                new SealedCode(format, fields.text(), fields.text()),
                fields.time(),
                fields.time(),
                fields.time(),
                fields.time(),
                fields.text(),
                fields.text());
        fields.end();
        return code;
    }
}
