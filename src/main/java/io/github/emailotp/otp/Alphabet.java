package io.github.emailotp.otp;

/** The characters that codes are drawn from. */
public enum Alphabet {

    /** {@code 0} to {@code 9}: people get the numeric keypad, and phones find the code in the mail. */
    DIGITS("0123456789"),

    /**
     * Digits and capital letters without vowels, so that codes spell no words (RFC 8628 §6.1), and without the
     * look-alikes {@code 0 O}, {@code 1 I L}. Every code has at least one digit: mail readers on phones look for one, and
     * a word in a pasted sentence is not taken for a code.
     */
    LETTERS_AND_DIGITS("23456789BCDFGHJKMNPQRSTVWXZ");

    private final String characters;

    Alphabet(String characters) {
        this.characters = characters;
    }

    String characters() {
        return characters;
    }

    boolean contains(char c) {
        return characters.indexOf(c) >= 0;
    }

    /** Whether every character belongs to this alphabet and one of them is a digit. */
    boolean spells(CharSequence text) {
        return text.chars().allMatch(c -> contains((char) c)) && text.chars().anyMatch(c -> c >= '0' && c <= '9');
    }

    /** How many different codes of this length exist. */
    long combinations(int length) {
        long letters = characters.chars().filter(Character::isLetter).count();
        return power(characters.length(), length) - power(letters, length);
    }

    private static long power(long base, int exponent) {
        long result = 1;
        for (int i = 0; i < exponent; i++) {
            result = Math.multiplyExact(result, base);
        }
        return result;
    }
}
