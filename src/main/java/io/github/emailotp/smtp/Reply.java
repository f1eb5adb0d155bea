package io.github.emailotp.smtp;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a mail server has said.
 *
 * @param to what it is the answer to
 * @param code its three digits (RFC 5321 §4.2)
 * @param text the whole of it; servers repeat addresses in it, so it is printed nowhere as it is
 */
record Reply(Command to, int code, String text) {

    private static final int FIRST_TRANSIENT_CODE = 400;
    private static final int FIRST_PERMANENT_CODE = 500;

    /** RFC 3207 §4: "TLS not available". */
    private static final int NO_TLS = 454;

    /** Who says more says nothing more of use. */
    private static final int MOST_WORDS = 2_000;

    /** Bounded as RFC 5321 §4.5.3.1 has it: else it would take the square of the time. Local parts in quotes may have spaces. */
    private static final Pattern ADDRESS = Pattern.compile("(\"(\\\\.|[^\"\\\\]){1,64}\"|[^\\s@]{1,64})@\\S{1,255}");

    /** Of three parts and more, the last of letters: what two are may be the end of one sentence and the beginning of the next. */
    private static final Pattern HOST =
            Pattern.compile("\\b[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63}){1,20}\\.[a-z]{2,63}\\b");

    /** What these are the answers to says nothing of people. */
    private static final Set<Command> OF_NOBODY = EnumSet.of(Command.GREETING, Command.EHLO, Command.STARTTLS);

    private static final Pattern GAPS = Pattern.compile("[\\s\\p{Cntrl}]+");

    /** RFC 3463 §2, where RFC 2034 §4 has it: after the reply's code. */
    private static final Pattern ENHANCED = Pattern.compile("(?m)^[245]\\d\\d[ -]([245]\\.\\d{1,3}\\.\\d{1,3})\\b");

    /** The same as qmail and its kin write it, at the end of the text. */
    private static final Pattern ENHANCED_AT_THE_END = Pattern.compile("\\(#([245]\\.\\d{1,3}\\.\\d{1,3})\\)");

    /** The enhanced status code, such as {@code 5.1.1}; empty if there is none. */
    Optional<String> enhanced() {
        return first(ENHANCED).or(() -> first(ENHANCED_AT_THE_END));
    }

    /** Its subject and detail, such as {@code 1.1}, which mean the same in refusals for now and for good. */
    Optional<String> subject() {
        return enhanced().map(code -> code.substring(2));
    }

    /** What it says, in small letters, without addresses and hosts: people and machines may be called anything. */
    String words() {
        return HOST.matcher(withoutAddresses()).replaceAll(" ");
    }

    /** Whether this stands in it, in small letters, also in the name of a host; not in somebody's address. */
    boolean names(Pattern some) {
        return some.matcher(withoutAddresses()).find();
    }

    private String withoutAddresses() {
        return ADDRESS.matcher(beginning().toLowerCase(Locale.ROOT)).replaceAll(" ");
    }

    /** For the log, in one line: without addresses, and where it may be about people, the codes alone. */
    String told() {
        if (code < 0) {
            return "nothing";
        }
        return OF_NOBODY.contains(to)
                ? GAPS.matcher(ADDRESS.matcher(beginning()).replaceAll(" "))
                        .replaceAll(" ")
                        .strip()
                : code + enhanced().map(status -> " " + status).orElse("");
    }

    private String beginning() {
        return text.substring(0, Math.min(text.length(), MOST_WORDS));
    }

    boolean isRefusal() {
        return code >= FIRST_TRANSIENT_CODE;
    }

    /** RFC 5321 §4.2.1: 5yz is a refusal for good; others are none, or one for now. */
    boolean isPermanent() {
        return code >= FIRST_PERMANENT_CODE;
    }

    /** A refusal for now of whatever was asked for, and not of TLS alone. */
    boolean isForNow() {
        return isRefusal() && !isPermanent() && !(to == Command.STARTTLS && code == NO_TLS);
    }

    /** Some servers say 4yz and mean 5yz, which the enhanced code then tells. */
    boolean saysPermanent() {
        return isPermanent()
                || enhanced().filter(status -> status.startsWith("5")).isPresent();
    }

    private Optional<String> first(Pattern pattern) {
        return Optional.of(pattern.matcher(text)).filter(Matcher::find).map(found -> found.group(1));
    }

    @Override
    public String toString() {
        return "Reply[" + to + ", " + code + "]";
    }
}
