package io.github.emailotp.otp;

import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The shape of a code: alphabet and length.
 *
 * @param alphabet the characters it is drawn from
 * @param length its length in characters, {@value #MIN_LENGTH} to {@value #MAX_LENGTH}. Six digits are the 20 bits that
 *     OWASP ASVS 5.0 6.5.4 asks of an out-of-band code.
 */
public record CodeFormat(Alphabet alphabet, int length) {

    public static final int MIN_LENGTH = 6;
    public static final int MAX_LENGTH = 10;

    public CodeFormat {
        Objects.requireNonNull(alphabet, "alphabet");
        if (length < MIN_LENGTH || length > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "code length must be " + MIN_LENGTH + " to " + MAX_LENGTH + ", was " + length);
        }
    }

    /**
     * Draws a code, each of them equally likely.
     *
     * @param random must be cryptographically strong wherever the code guards anything
     */
    public OneTimeCode draw(RandomGenerator random) {
        String characters = alphabet.characters();
        StringBuilder drawn = new StringBuilder(length);
        // Drawing again until a digit is there, rather than forcing one in, keeps all codes equally likely.
        do {
            drawn.setLength(0);
            for (int i = 0; i < length; i++) {
                drawn.append(characters.charAt(random.nextInt(characters.length())));
            }
        } while (!alphabet.spells(drawn));
        return new OneTimeCode(drawn.toString());
    }

    /**
     * Finds the code in what a person typed or pasted, forgiving how it is written: blanks, dashes, letter case,
     * full-width and other scripts' digits, a sentence around it.
     *
     * @param typed at most {@value TypedText#MAX_LENGTH} characters; what is longer is no code
     * @return empty if nothing in it has this format
     */
    public Optional<OneTimeCode> read(String typed) {
        Optional<String> code =
                isAsDrawn(typed) ? Optional.of(typed) : TypedText.of(typed).find(this);
        return code.map(OneTimeCode::new);
    }

    /** As most answers are, which need no search. */
    private boolean isAsDrawn(String typed) {
        return typed.length() == length && alphabet.spells(typed);
    }

    /** The number of different codes of this format: a blind guess is right once in so many. */
    public long combinations() {
        return alphabet.combinations(length);
    }
}
