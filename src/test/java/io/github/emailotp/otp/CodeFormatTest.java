package io.github.emailotp.otp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A code format")
class CodeFormatTest {

    private static final CodeFormat EIGHT_DIGITS = new CodeFormat(Alphabet.DIGITS, 8);
    private static final CodeFormat EIGHT_LETTERS = new CodeFormat(Alphabet.LETTERS_AND_DIGITS, 8);

    @ParameterizedTest
    @ValueSource(ints = {5, 11, 0, -1})
    void cannotBeBuiltWeakOrUntypable(int length) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CodeFormat(Alphabet.DIGITS, length))
                .withMessageContaining("6 to 10")
                .withMessageContaining(String.valueOf(length));
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 10})
    void takesBothBounds(int length) {
        assertThat(new CodeFormat(Alphabet.DIGITS, length).length()).isEqualTo(length);
    }

    @Nested
    class Drawing {

        @ParameterizedTest
        @EnumSource(Alphabet.class)
        void usesEveryCharacterEquallyOften(Alphabet alphabet) {
            Random seeded = new Random(42);
            Map<Character, Integer> counts = new HashMap<>();
            int codes = 20_000;
            for (int i = 0; i < codes; i++) {
                String code = new CodeFormat(alphabet, 6).draw(seeded).reveal();
                code.chars().forEach(c -> counts.merge((char) c, 1, Integer::sum));
            }
            assertThat(counts).hasSize(alphabet.characters().length());
            // Codes without a digit are drawn again, which makes letters a little rarer: 3 % with 8 digits of 27.
            double expected = codes * 6.0 / alphabet.characters().length();
            double slack = alphabet == Alphabet.DIGITS ? 0.05 : 0.35;
            assertThat(counts.values()).allSatisfy(n -> assertThat(n / expected).isBetween(1 - slack, 1 + slack));
        }

        @Test
        void drawsLetterCodesThatPhonesRecognise() {
            SecureRandom random = new SecureRandom();
            for (int i = 0; i < 5_000; i++) {
                assertThat(new CodeFormat(Alphabet.LETTERS_AND_DIGITS, 6)
                                .draw(random)
                                .reveal())
                        .matches("[2-9BCDFGHJKMNPQRSTVWXZ]{6}")
                        .containsPattern("[0-9]");
            }
        }

        @Test
        void doesNotRepeatItself() {
            SecureRandom random = new SecureRandom();
            Set<String> codes = new HashSet<>();
            for (int i = 0; i < 1_000; i++) {
                codes.add(EIGHT_DIGITS.draw(random).reveal());
            }
            assertThat(codes).hasSizeGreaterThan(990);
        }

        @Test
        void keepsLeadingZeros() {
            Random zeros = new Random() {
                @Override
                public int nextInt(int bound) {
                    return 0;
                }
            };
            assertThat(EIGHT_DIGITS.draw(zeros).reveal()).isEqualTo("00000000");
        }
    }

    @Nested
    class Odds {

        @Test
        void countEveryCodeOnce() {
            assertThat(EIGHT_DIGITS.combinations()).isEqualTo(100_000_000L);
            assertThat(new CodeFormat(Alphabet.LETTERS_AND_DIGITS, 6).combinations())
                    .isEqualTo((long) Math.pow(27, 6) - (long) Math.pow(19, 6));
        }
    }

    @Nested
    class Reading {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "12345678",
                    " 12345678 ",
                    "1234 5678",
                    "1234-5678",
                    "1234–5678",
                    "1234\u00a05678",
                    "1 2 3 4 5 6 7 8",
                    "12 34 56 78",
                    "１２３４５６７８",
                    "١٢٣٤٥٦٧٨",
                    "۱۲۳۴۵۶۷۸",
                    "१२३४५६७८",
                    "\u200f12345678\u200e",
                    "1234\u200b5678",
                    "Your code: 1234-5678",
                    "12345678 is your code for Demo (code 2)",
                    "Code 2, sent at 14:05: 12345678.",
                    "Sent 2026-11-22. Your code is 12345678",
                    "<b>12345678</b>",
                    "code=12345678\r\n",
                    "123 456 78",
                    "(1234-5678)",
                    "Code: 12345678!",
                    "验证码12345678，5分钟内有效",
                    "ナンバー12345678です",
                    "인증번호12345678입니다",
                    "รหัส12345678",
                    "Ваш код: 12345678",
                    "El código es 12345678",
                    "رمز 12345678",
                    "Shop@Home: 12345678",
                    "“12345678”",
                    "Your code—12345678",
                    "• 12345678",
                    "**12345678**",
                    "@example.test #12345678",
                    "12345678 is your login code for Shop@Home (code 2) Your login code: 12345678 This is code 2."
                            + " Sent: Nov 27, 2026, 5:05 AM UTC IP address: 192.0.2.7"
                })
        void findsTheCode(String typed) {
            assertThat(EIGHT_DIGITS.read(typed)).map(OneTimeCode::reveal).contains("12345678");
        }

        @ParameterizedTest
        @CsvSource({"3fk7-2mpq", "3FK72MPQ", "'Your code: 3fk7 2mpq'", "MGMT 3FK7 2MPQ", "'ÜBRIGENS 3FK72MPQ KRYPTONS'"
        })
        void findsLetterCodesInAnyCase(String typed) {
            assertThat(EIGHT_LETTERS.read(typed)).map(OneTimeCode::reveal).contains("3FK72MPQ");
        }

        @Test
        void findsLetterCodesWhateverTheServersLanguage() {
            Locale before = Locale.getDefault();
            try {
                Locale.setDefault(Locale.forLanguageTag("tr"));
                assertThat(EIGHT_LETTERS.read("3fk72mpq")).isPresent();
            } finally {
                Locale.setDefault(before);
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    "-",
                    "1234567",
                    "123456789",
                    "1234 56789",
                    "ABCDEFGH",
                    "\0",
                    "😀😀😀😀😀😀😀😀",
                    "0x12345678",
                    "12345678901234567890"
                })
        void findsNothingWhereThereIsNoCode(String typed) {
            assertThat(EIGHT_DIGITS.read(typed)).isEmpty();
        }

        /** Each of them has eight digits in it that the old reading took for a wrong code. */
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "12345678@example.test",
                    "alice@example.test 12345678",
                    "a.12345678@example.test",
                    "2026-01-15",
                    "15.01.2026",
                    "15/01/2026",
                    "+49 30 1234 5678",
                    "030 12345678",
                    "(030) 12345678",
                    "030 / 1234-5678",
                    "+1 (555) 1234-5678",
                    "4111 1111 1111 1111",
                    "4111111111111111",
                    "DE89 3704 0044 0532 0130 00",
                    "DE89 1234 5678",
                    "hunter12345678",
                    "12345678abc",
                    "correct-horse-12345678",
                    "Pa$$.12345678",
                    "12345678_x",
                    "Menü12345678",
                    "12345678é",
                    "пароль12345678",
                    "κωδικός12345678",
                    "סיסמה12345678",
                    "سر12345678",
                    "पासवर्ड12345678",
                    "12345678@",
                    "12345678 @",
                    "@12345678",
                    "+12345678",
                    "+ 12345678",
                    "bob@localhost 12345678",
                    "12345678 bob@localhost",
                    "Geheim§12345678",
                    "pass£12345678",
                    "hunter🔥12345678",
                    "$12345678",
                    "€12345678",
                    "!12345678",
                    "030−12345678",
                    "alice @ 12345678",
                    "123456789",
                    "1234 5678 9",
                    "1 2345 6789",
                    "192.168.12.34",
                    "12345678 87654321",
                    "Code 1: 12345678, code 2: 87654321",
                    "Summer,12345678",
                    "summer;12345678",
                    "abc(12345678)",
                    "abc[12345678",
                    "abc'12345678",
                    "12345678,Summer",
                    "12345678,50",
                    "12345678 ,50",
                    "12345678€",
                    "12345678 $",
                    "12345678,-",
                    "12345678;9",
                    "12345678:90",
                    "12345678='1'",
                    "1:12345678",
                    "12'345'678.90"
                })
        void takesNoNumberOfAnotherKindForACode(String typed) {
            assertThat(EIGHT_DIGITS.read(typed)).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"3FK72MPQ7", "3FK72MPQ 4FK72MPQ", "3FK72MPQ@example.test", "x-3FK72MPQ", "3FK7 2MPQ 5"})
        void takesNoOtherWordsForALetterCode(String typed) {
            assertThat(EIGHT_LETTERS.read(typed)).isEmpty();
        }

        @Test
        void takesAWordForNoCode() {
            assertThat(EIGHT_LETTERS.read("KRYPTNBD")).isEmpty();
        }

        @Test
        void doesNotReadBeyondTheLongestSentence() {
            String sentence = "x".repeat(TypedText.MAX_LENGTH - 9) + " 12345678";
            assertThat(EIGHT_DIGITS.read(sentence)).isPresent();
            assertThat(EIGHT_DIGITS.read("x" + sentence)).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"15-01-26", "2026-01", "2026-1", "12 345 6", "123456-7", "12-34-56", "123456,78"})
        void takesNoDateAndNoAmountForACodeOfSix(String typed) {
            assertThat(new CodeFormat(Alphabet.DIGITS, 6).read(typed)).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"NL91 ABNA 0417 1643 00", "nl91 abna 0417 1643 00", "IBAN: NL91 ABNA 0417 1643 00"})
        void takesNoAccountOfABankForACodeOfTen(String typed) {
            assertThat(new CodeFormat(Alphabet.DIGITS, 10).read(typed)).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({
            "6, 123456", "6, 123 456", "6, 123-456", "6, 12 34 56", "6, Code: 123456.",
            "10, 1234567890", "10, 12345 67890", "10, 12345-67890", "10, 12 34 56 78 90", "10, 123 456 789 0"
        })
        void findsACodeOfAnotherLength(int length, String typed) {
            assertThat(new CodeFormat(Alphabet.DIGITS, length).read(typed))
                    .map(OneTimeCode::reveal)
                    .contains("1234567890".substring(0, length));
        }

        @Test
        void readsWhatItDrew() {
            SecureRandom random = new SecureRandom();
            for (Alphabet alphabet : Alphabet.values()) {
                for (int length = CodeFormat.MIN_LENGTH; length <= CodeFormat.MAX_LENGTH; length++) {
                    CodeFormat format = new CodeFormat(alphabet, length);
                    String code = format.draw(random).reveal();
                    assertThat(format.read(code)).map(OneTimeCode::reveal).contains(code);
                    assertThat(TypedText.of(code).find(format)).as("by search").contains(code);
                }
            }
        }
    }

    @Test
    void codesDoNotPrintThemselves() {
        OneTimeCode code = EIGHT_DIGITS.draw(new SecureRandom());
        assertThat(code.toString()).doesNotContain(code.reveal());
        assertThat(String.format("%s", code)).doesNotContain(code.reveal());
    }
}
