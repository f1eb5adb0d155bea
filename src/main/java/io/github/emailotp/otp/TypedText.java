package io.github.emailotp.otp;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a person typed or pasted. It is a code if it is nothing else, or if a sentence or a mail has one in it, and no other.
 * A telephone number, a date, an address, a card, a code of another length or a password is none, though some of its
 * characters would do: who has not typed a code has not guessed.
 */
final class TypedText {

    /** A pasted mail fits; a flood of characters costs nothing. */
    static final int MAX_LENGTH = 2_000;

    /**
     * Digits, and letters of scripts that write a blank between words: "Menü12345678" is one word, "验证码12345678" is two. Signs
     * that several scripts share, as Japanese's long vowel, count as letters of none.
     */
    private static final String LETTER =
            "\\p{L}&&[^\\p{IsCommon}\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsBopomofo}\\p{IsHangul}"
                    + "\\p{IsYi}\\p{IsThai}\\p{IsLao}\\p{IsKhmer}\\p{IsMyanmar}\\p{IsTibetan}]";

    private static final Pattern WORD = Pattern.compile("[0-9[" + LETTER + "]][0-9\\p{M}[" + LETTER + "]]*");
    private static final Pattern ADDRESS = Pattern.compile("\\S@\\S+\\.\\S");

    /** By "@", by an address that comes next, or by the sign of a currency. */
    private static final Pattern IS_CLAIMED_BEHIND = Pattern.compile("^\\s*(@|\\s[^\\s@]+@[\\p{L}\\p{N}]|\\p{Sc})|^,-");

    private static final Pattern PASSWORD_BEGINS = Pattern.compile("[!%&?/\\\\^~|§\\p{Sc}]$");

    /** Scripts that write no blank between words write none after these either. */
    private static final Pattern WIDE_SIGN = Pattern.compile("[，；：]");

    /** ISO 13616: country and check digits, and in some countries the letters of the bank. */
    private static final Pattern ACCOUNT_BEGINS = Pattern.compile("\\b[A-Z]{2}[0-9]{2} [A-Z]{4} $");

    private final List<Line> lines;

    private record Line(String text, List<Word> words) {

        /** All that stands before a word. */
        String before(Word word) {
            return text.substring(0, word.start());
        }

        /** All that stands after a word. */
        String after(Word word) {
            return text.substring(word.start() + word.text().length());
        }
    }

    /** A run of letters and digits, where it begins in its line, and what stands between it and the one before. */
    private record Word(String text, int start, Gap before) {

        boolean hasDigit() {
            return text.chars().anyMatch(c -> c >= '0' && c <= '9');
        }
    }

    private TypedText(List<Line> lines) {
        this.lines = lines;
    }

    static TypedText of(String typed) {
        if (typed.length() > MAX_LENGTH) {
            return new TypedText(List.of());
        }
        String compatible = Normalizer.normalize(WIDE_SIGN.matcher(typed).replaceAll("$0 "), Normalizer.Form.NFKC);
        String plain = asciiDigits(compatible).toUpperCase(Locale.ROOT);
        return new TypedText(plain.lines()
                .filter(line -> !ADDRESS.matcher(line).find())
                .map(line -> new Line(line, words(line)))
                .toList());
    }

    /** The one code of this format; one in a single word, as mails write it, before those in groups. */
    Optional<String> find(CodeFormat format) {
        TreeMap<Integer, TreeSet<String>> codesByWords = new TreeMap<>();
        lines.forEach(line -> candidates(line, format)
                .forEach(found -> codesByWords
                        .computeIfAbsent(found.size(), none -> new TreeSet<>())
                        .add(spelled(found))));
        return Optional.ofNullable(codesByWords.firstEntry())
                .map(fewest -> fewest.getValue())
                .filter(codes -> codes.size() == 1)
                .map(TreeSet::first);
    }

    private static Stream<List<Word>> candidates(Line line, CodeFormat format) {
        List<Word> words = line.words();
        List<List<Word>> found = new ArrayList<>();
        for (int from = 0; from < words.size(); from++) {
            for (int to = from + 1; to <= words.size(); to++) {
                List<Word> candidate = words.subList(from, to);
                int length = spelled(candidate).length();
                if (length == format.length() && isCode(candidate, format) && standsAlone(line, from, to)) {
                    found.add(candidate);
                }
                if (length >= format.length()) {
                    break;
                }
            }
        }
        return found.stream();
    }

    private static boolean isCode(List<Word> words, CodeFormat format) {
        return format.alphabet().spells(spelled(words))
                && words.stream().skip(1).allMatch(word -> word.before().groups())
                && areEqualGroups(words);
    }

    /** As people group: "12 34 56 78", "123 456 78" and "1234-5678", and not as dates, "2026-01-15", "15-01-26" and "2026-01". */
    private static boolean areEqualGroups(List<Word> words) {
        int size = words.get(0).text().length();
        int last = words.size() - 1;
        boolean dashed = words.stream().skip(1).anyMatch(word -> word.before().hasDash());
        boolean date = dashed && (last > 1 || words.get(last).text().length() < size - 1);
        return !date
                && words.stream().limit(last).allMatch(word -> word.text().length() == size)
                && words.get(last).text().length() <= size;
    }

    /**
     * Nothing on either side belongs to it: no more digits, nothing without a blank between, and no sign that makes a telephone
     * number or an address of it.
     */
    private static boolean standsAlone(Line line, int from, int to) {
        List<Word> words = line.words();
        boolean before = from == 0 || !words.get(from).before().joins(words.get(from - 1));
        boolean after = to == words.size() || !words.get(to).before().joins(words.get(to));
        boolean account = to - from > 1
                && ACCOUNT_BEGINS.matcher(line.before(words.get(from))).find();
        return before
                && after
                && !account
                && !claims(line.before(words.get(from)))
                && !IS_CLAIMED_BEHIND.matcher(line.after(words.get(to - 1))).find();
    }

    /**
     * Whether what stands before claims what follows: "+", "@", an address such as "bob@localhost", and, without a blank between, a sign
     * as passwords begin with.
     */
    private static boolean claims(String before) {
        String text = before.stripTrailing();
        String last = text.substring(text.lastIndexOf(' ') + 1);
        boolean address = last.indexOf('@') > 0 && Character.isLetterOrDigit(last.charAt(last.length() - 1));
        return (address && text.length() < before.length())
                || text.endsWith("@")
                || text.endsWith("+")
                || PASSWORD_BEGINS.matcher(before).find();
    }

    private static String spelled(List<Word> words) {
        StringBuilder text = new StringBuilder();
        words.forEach(word -> text.append(word.text()));
        return text.toString();
    }

    private static List<Word> words(String line) {
        List<Word> words = new ArrayList<>();
        Matcher word = WORD.matcher(line);
        for (int end = 0; word.find(); end = word.end()) {
            words.add(new Word(word.group(), word.start(), new Gap(line.substring(end, word.start()))));
        }
        return words;
    }

    private static String asciiDigits(String text) {
        StringBuilder ascii = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            int digit = Character.digit(c, 10);
            ascii.appendCodePoint(digit < 0 ? c : '0' + digit);
        });
        return ascii.toString();
    }

    /** What stands between two words. */
    private record Gap(String between) {

        /** Blanks and dashes, as between the groups of a code. */
        private static final Pattern GROUPING = Pattern.compile("[\\s\\p{Z}\\p{Pd}\\p{Cf}]+");

        /** As between the parts of a telephone number or a date. */
        private static final Pattern NUMBERING = Pattern.compile("[\\s\\p{Z}\\p{Pd}\\p{Cf}./()+]+");

        /** As between the parts of an amount or a list. */
        private static final Pattern COUNTING = Pattern.compile("\\s*[,;:='’]+");

        /** As between the parts of a password: no blank, and not as in "code:1", "<b>1</b>" or "code—1". */
        private static final Pattern GLUE =
                Pattern.compile("[\\p{ASCII}\\u00a1-\\u00bf\\u2212\\p{S}&&[^\\s:=<>()\\[\\]\"',;\\p{Pi}\\p{Pf}]]+");

        /** As between a word and what a password ends with, and as nothing that mails write before a code or behind it. */
        private static final Pattern PUNCTUATION = Pattern.compile("[(\\[\"',;]+");

        private static final Pattern DASH = Pattern.compile("\\p{Pd}");

        boolean groups() {
            return GROUPING.matcher(between).matches();
        }

        boolean hasDash() {
            return DASH.matcher(between).find();
        }

        /** Whether it makes one of a code and the word on its other side. */
        boolean joins(Word other) {
            Stream<Pattern> joining =
                    other.hasDigit() ? Stream.of(GLUE, NUMBERING, COUNTING) : Stream.of(GLUE, PUNCTUATION);
            return joining.anyMatch(pattern -> pattern.matcher(between).matches());
        }
    }
}
