package io.github.emailotp.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.otp.Alphabet;
import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.Challenge;
import io.github.emailotp.otp.CodeFormat;
import io.github.emailotp.otp.Purpose;
import io.github.emailotp.otp.SealedCode;
import io.github.emailotp.otp.SentCode;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A challenge in a note")
class ChallengeTextTest {

    private static final Instant NOW = Instant.parse("2026-11-22T14:05:00.123Z");
    private static final CodeFormat FORMAT = new CodeFormat(Alphabet.LETTERS_AND_DIGITS, 7);

    private static Challenge challenge(String address, SentCode... codes) {
        Binding binding = new Binding("realm id", "user", address, Purpose.LOGIN, "root.tab");
        return new Challenge("id", binding, NOW, List.of(codes), 3, List.of(), 7);
    }

    private static SentCode code(int ordinal) {
        return new SentCode(
                ordinal,
                new SealedCode(FORMAT, "key-ä", "bWFj"),
                NOW,
                NOW.plusSeconds(300),
                NOW.plusSeconds(60),
                NOW.plusSeconds(30),
                "permit id - -",
                "sending-" + ordinal);
    }

    @Test
    void comesBackAsItWas() {
        for (Challenge challenge : List.of(
                challenge("alice@example.test"),
                challenge("alice@example.test", code(1)),
                challenge("ü n\n\0al@bücher.test", code(2), code(3), code(4)))) {
            assertThat(ChallengeText.parse(ChallengeText.format(challenge))).contains(challenge);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "v4 id .cg .dQ .YQ LOGIN .cw 0 3 . 0 0",
                "{\"json\":1}",
                "[]",
                "[\"v6\"]",
                "[\"v7\",\"id\",\"r\",\"u\",\"a\",\"LOGIN\",\"s\",0,3,0,[]]",
                "[\"v6\",\"id\",\"r\",\"u\",\"a\",\"LOGIN\",\"s\",0,99,0,[]]",
                "[\"v6\",\"id\",\"r\",\"u\",\"a\",\"FLYING\",\"s\",0,3,0,[]]",
                "[\"v6\",\"id\",\"r\",\"u\",\"a\",\"LOGIN\",\"s\",0,3,0,[[1]]]",
                "[\"v6\",\"id\",\"r\",\"u\",\"a\",\"LOGIN\",\"s\",0,3,0,null]",
                "[\"v6\",null,\"r\",\"u\",\"a\",\"LOGIN\",\"s\",0,3,0,[]]",
                "[\"v6\",\"id\",\"r\",\"u\",\"a\",\"LOGIN\",\"s\",\"0\",3,0,[]]",
                "[\"v6\",\"id\",\"r\",\"u\",\"a\",\"LOGIN\",\"s\",0,3.5,0,[]]",
                "[\"v6\",\"id\",\"r\",\"u\",\"a\",\"LOGIN\",\"s\",0,3,0,[],1]",
                "[\"v6\",\"id\",\"r\",\"u\",\"a\",\"LOGIN\",\"s\",0,3,0,[]] []",
                "[\"v6\",\"id\",\"r\",\"u\",\"a\",\"LOGIN\",\"s\",0,3,0,[]"
            })
    void isNoChallengeIfItCannotBeRead(String note) {
        assertThat(ChallengeText.parse(note)).isEmpty();
    }

    @Test
    void isReadAsItIsWritten() {
        assertThat(ChallengeText.parse("[\"v6\",\"id\",\"r\",\"u\",\"a\",\"LOGIN\",\"s\",0,3,0,[]]"))
                .contains(new Challenge(
                        "id",
                        new Binding("r", "u", "a", Purpose.LOGIN, "s"),
                        Instant.EPOCH,
                        List.of(),
                        3,
                        List.of(),
                        0));
    }

    @Test
    void neverFailsHoweverItIsDamaged() {
        String note = ChallengeText.format(challenge("alice@example.test", code(1), code(2)));
        Random seeded = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder damaged = new StringBuilder(note);
            for (int hits = 1 + seeded.nextInt(4); hits > 0; hits--) {
                damaged.setCharAt(seeded.nextInt(damaged.length()), (char) seeded.nextInt(0x180));
            }
            damaged.setLength(seeded.nextInt(damaged.length() + 1));
            assertThat(ChallengeText.parse(damaged.toString())).isNotNull();
        }
    }
}
