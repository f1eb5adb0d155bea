package io.github.emailotp.delivery;

import io.github.emailotp.otp.CodeMessage;
import java.util.regex.Pattern;

/** Why a mail could not be rendered, without the code and without an address: templates' errors quote what they were given. */
final class TemplateFailure {

    private static final Pattern ADDRESS = Pattern.compile("[^\\s<>\"'(),;:]+@[^\\s<>\"'(),;:]+");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");
    private static final int MAX_CAUSES = 8;

    private TemplateFailure() {}

    /** The causes with their texts, on one line, for the log. */
    static String describe(Throwable failure, CodeMessage message) {
        StringBuilder description = new StringBuilder();
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++, cause = cause.getCause()) {
            String text = cause.getMessage() == null ? "" : ": " + clean(cause.getMessage(), message);
            description
                    .append(depth == 0 ? "" : "; caused by ")
                    .append(cause.getClass().getSimpleName())
                    .append(text);
        }
        return description.toString();
    }

    private static String clean(String text, CodeMessage message) {
        String withoutCode = text.replace(message.code().reveal(), "[code]");
        String withoutOwnAddress = withoutCode.replace(message.binding().address(), "[address]");
        String withoutAddresses = ADDRESS.matcher(withoutOwnAddress).replaceAll("[address]");
        return CONTROL.matcher(withoutAddresses).replaceAll(" ").strip();
    }
}
