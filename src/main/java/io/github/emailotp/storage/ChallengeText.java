package io.github.emailotp.storage;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.emailotp.otp.Alphabet;
import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.Challenge;
import io.github.emailotp.otp.CodeFormat;
import io.github.emailotp.otp.Purpose;
import io.github.emailotp.otp.SealedCode;
import io.github.emailotp.otp.SentCode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The serial form of a challenge, but for what it is owed: a JSON array that begins with its version, with the fields of {@link Note} in their order. A
 * node that reads another treats it as no challenge.
 */
final class ChallengeText {

    private static final String VERSION = "v6";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final ObjectReader READER = JSON.readerFor(Note.class);
    private static final ObjectWriter WRITER = JSON.writerFor(Note.class);

    private ChallengeText() {}

    /** Times are in milliseconds since 1970. */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    record Note(
            String version,
            String id,
            String realmId,
            String userId,
            String address,
            Purpose purpose,
            String sessionId,
            long startedAt,
            int triesLeft,
            int numbered,
            List<Code> codes) {}

    /** One code of a note. */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    record Code(
            int ordinal,
            Alphabet alphabet,
            int length,
            String keyId,
            String mac,
            long sentAt,
            long expiresAt,
            long nextAt,
            long nextAtIfRefused,
            String permit,
            String sending) {}

    static String format(Challenge challenge) {
        Binding binding = challenge.binding();
        Note note = new Note(
                VERSION,
                challenge.id(),
                binding.realmId(),
                binding.userId(),
                binding.address(),
                binding.purpose(),
                binding.sessionId(),
                challenge.startedAt().toEpochMilli(),
                challenge.triesLeft(),
                challenge.numbered(),
                challenge.codes().stream().map(ChallengeText::code).toList());
        try {
            return WRITER.writeValueAsString(note);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers can always be written", e);
        }
    }

    private static Code code(SentCode code) {
        return new Code(
                code.ordinal(),
                code.format().alphabet(),
                code.format().length(),
                code.sealed().keyId(),
                code.sealed().mac(),
                code.sentAt().toEpochMilli(),
                code.expiresAt().toEpochMilli(),
                code.nextAt().toEpochMilli(),
                code.nextAtIfRefused().toEpochMilli(),
                code.permit(),
                code.sending());
    }

    static Optional<Challenge> parse(String text) {
        try {
            return Optional.ofNullable(READER.<Note>readValue(text))
                    .filter(note -> VERSION.equals(note.version()))
                    .map(ChallengeText::challenge);
        } catch (JsonProcessingException | RuntimeException corrupt) {
            // Whatever is wrong with it, it is not a challenge of ours; a login must not fail for it.
            return Optional.empty();
        }
    }

    private static Challenge challenge(Note note) {
        Binding binding = new Binding(note.realmId(), note.userId(), note.address(), note.purpose(), note.sessionId());
        List<SentCode> codes =
                note.codes().stream().map(ChallengeText::sentCode).toList();
        return new Challenge(
                note.id(),
                binding,
                Instant.ofEpochMilli(note.startedAt()),
                codes,
                note.triesLeft(),
                List.of(),
                note.numbered());
    }

    private static SentCode sentCode(Code code) {
        CodeFormat format = new CodeFormat(code.alphabet(), code.length());
        return new SentCode(
                code.ordinal(),
                new SealedCode(format, code.keyId(), code.mac()),
                Instant.ofEpochMilli(code.sentAt()),
                Instant.ofEpochMilli(code.expiresAt()),
                Instant.ofEpochMilli(code.nextAt()),
                Instant.ofEpochMilli(code.nextAtIfRefused()),
                code.permit(),
                code.sending());
    }
}
