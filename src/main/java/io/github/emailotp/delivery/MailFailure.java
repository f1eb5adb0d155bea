package io.github.emailotp.delivery;

import io.github.emailotp.otp.CodeMessage;
import java.util.regex.Pattern;

/**
 * Why a mail could not be sent, without the code and without an address: SMTP servers like to repeat both in their
 * answers, and log files are read by many.
 *
 * @param reason the kind of the root cause in one word, such as {@code ConnectException}
 * @param description the causes with their texts, for the log
 */
record MailFailure(String reason, String description) {

    private static final Pattern ADDRESS = Pattern.compile("[^\\s<>\"'(),;:]+@[^\\s<>\"'(),;:]+");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");
    private static final int MAX_CAUSES = 8;

    static MailFailure of(Throwable failure, CodeMessage message) {
        StringBuilder description = new StringBuilder();
        Throwable root = failure;
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++, cause = cause.getCause()) {
            root = cause;
            String text = cause.getMessage() == null ? "" : ": " + clean(cause.getMessage(), message);
            description
                    .append(depth == 0 ? "" : "; caused by ")
                    .append(cause.getClass().getSimpleName())
                    .append(text);
        }
        return new MailFailure(root.getClass().getSimpleName(), description.toString());
    }

    private static String clean(String text, CodeMessage message) {
        String withoutCode = text.replace(message.code().reveal(), "[code]");
        String withoutOwnAddress = withoutCode.replace(message.binding().address(), "[address]");
        String withoutAddresses = ADDRESS.matcher(withoutOwnAddress).replaceAll("[address]");
        return CONTROL.matcher(withoutAddresses).replaceAll(" ").strip();
    }
}
