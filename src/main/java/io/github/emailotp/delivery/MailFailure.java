package io.github.emailotp.delivery;

import io.github.emailotp.otp.CodeMessage;
import io.github.emailotp.otp.Delivery;
import java.net.SocketTimeoutException;
import java.util.regex.Pattern;

/**
 * Why a mail could not be sent, without the code and without an address: SMTP servers like to repeat both in their
 * answers, and log files are read by many.
 *
 * @param delivery what it means for the mail; the reason is the kind of the root cause, such as {@code ConnectException}
 * @param description the causes with their texts, for the log
 */
record MailFailure(Delivery delivery, String description) {

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
        return new MailFailure(delivery(root), description.toString());
    }

    /** Who reads nothing in time cannot know whether the mail was taken. */
    private static Delivery delivery(Throwable root) {
        String reason = root.getClass().getSimpleName();
        return root instanceof SocketTimeoutException ? new Delivery.TimedOut(reason) : new Delivery.Failed(reason);
    }

    private static String clean(String text, CodeMessage message) {
        String withoutCode = text.replace(message.code().reveal(), "[code]");
        String withoutOwnAddress = withoutCode.replace(message.binding().address(), "[address]");
        String withoutAddresses = ADDRESS.matcher(withoutOwnAddress).replaceAll("[address]");
        return CONTROL.matcher(withoutAddresses).replaceAll(" ").strip();
    }
}
