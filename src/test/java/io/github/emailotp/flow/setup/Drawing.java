package io.github.emailotp.flow.setup;

import io.github.emailotp.flow.setup.FlowPart.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;

/**
 * A flow as a text: a part a line, two blanks deeper than what it stands in, and its requirement at the end. A name that is
 * not one of Keycloak's steps is a sub-flow; {@code [..]} behind it is a list of credentials to leave out, {@code [only ..]} of those to take,
 * or a level, or a setting that is on or is 100.
 */
record Drawing(String text) {

    private static final Pattern LINE = Pattern.compile("( *)(.+?)(?: \\[(.*)])? {2,}(\\w+)");

    private static final Map<String, String> PROVIDERS = Map.ofEntries(
            Map.entry("Cookie", "auth-cookie"),
            Map.entry("Kerberos", "auth-spnego"),
            Map.entry("Identity Provider Redirector", "identity-provider-redirector"),
            Map.entry("Organization Identity-First Login", "organization"),
            Map.entry("Username Form", "auth-username-form"),
            Map.entry("Username Password Form", "auth-username-password-form"),
            Map.entry("Password Form", "auth-password-form"),
            Map.entry("OTP Form", "auth-otp-form"),
            Map.entry("Conditional OTP Form", "auth-conditional-otp-form"),
            Map.entry("WebAuthn Authenticator", "webauthn-authenticator"),
            Map.entry("WebAuthn Passwordless Authenticator", "webauthn-authenticator-passwordless"),
            Map.entry("Recovery Authentication Code Form", "auth-recovery-authn-code-form"),
            Map.entry("Email code", "auth-email-otp-form"),
            Map.entry("Email code as the first step", "auth-email-otp-first"),
            Map.entry("Choose User", "reset-credentials-choose-user"),
            Map.entry("Send Reset Email", "reset-credential-email"),
            Map.entry("Reset Password", "reset-password"),
            Map.entry("Reset OTP", "reset-otp"),
            Map.entry("Reset by email code", "reset-credentials-email-otp"),
            Map.entry("Verify existing account by Email code", "idp-email-otp-verification"),
            Map.entry("Verify existing account by Email", "idp-email-verification"),
            Map.entry("Email code before the registration", "registration-email-otp"),
            Map.entry("Address proven by Email code", "registration-email-otp-address"),
            Map.entry("Registration User Profile Creation", "registration-user-creation"),
            Map.entry("Password Validation", "registration-password-action"),
            Map.entry("Registration form", "registration-page-form"),
            Map.entry("reCAPTCHA", "registration-recaptcha-action"),
            Map.entry("reCAPTCHA Enterprise", "registration-recaptcha-enterprise"),
            Map.entry("Deny access", "deny-access-authenticator"),
            Map.entry("Allow access", "allow-access-authenticator"),
            Map.entry("Username Validation", "direct-grant-validate-username"),
            Map.entry("Password", "direct-grant-validate-password"),
            Map.entry("OTP", "direct-grant-validate-otp"),
            Map.entry("HTTP Basic Authentication", "http-basic-authenticator"),
            Map.entry("Docker Authenticator", "docker-http-basic-authenticator"),
            Map.entry("SMS code", "somebodys-sms"),
            Map.entry("Condition - user configured", "conditional-user-configured"),
            Map.entry("Condition - credential", "conditional-credential"),
            Map.entry("Condition - user role", "conditional-user-role"),
            Map.entry("Condition - Level of Authentication", "conditional-level-of-authentication"),
            Map.entry("Condition - email code enrolled", "conditional-email-otp-enrolled"),
            Map.entry("Condition - trusted browser", "conditional-email-otp-trusted"),
            Map.entry("Condition - outside of trusted networks", "conditional-email-otp-network"),
            Map.entry("Condition - network", "somebodys-network"));

    /** What Keycloak's model would say. */
    FlowPart flow(String name) {
        return FlowPart.subFlow(name, Requirement.REQUIRED, parts(lines(), 0));
    }

    /** What {@code kcadm.sh} prints of its executions. */
    String executions() {
        var csv = new StringBuilder();
        int number = 0;
        for (Line line : lines()) {
            csv.append(csv(line, number++));
        }
        return csv.toString();
    }

    /** What it prints of the settings of a part. */
    String config(int number) {
        Line line = lines().get(number);
        return "\"config%d\",%s,\"%s\"%n".formatted(number, line.included(), line.listed());
    }

    int size() {
        return lines().size();
    }

    private static String csv(Line line, int number) {
        String provider = line.provider();
        return "%d,\"%s\",%s,%s,%s,\"id%d\",,10,\"%s\"%n"
                .formatted(
                        line.level(),
                        line.requirement(),
                        provider.isEmpty() ? "true" : "",
                        provider.isEmpty() ? "" : '"' + provider + '"',
                        line.credentials().isEmpty() ? "" : "\"config" + number + '"',
                        number,
                        line.name().replace("\"", "\\\""));
    }

    private static List<FlowPart> parts(List<Line> lines, int level) {
        var parts = new ArrayList<FlowPart>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).level() == level) {
                parts.add(part(lines.get(i), inside(lines.subList(i + 1, lines.size()), level)));
            }
        }
        return parts;
    }

    private static FlowPart part(Line line, List<Line> inside) {
        if (line.provider().isEmpty()) {
            return FlowPart.subFlow(line.name(), line.requirement(), parts(inside, line.level() + 1));
        }
        return new FlowPart(
                line.name().startsWith("Condition ") ? Kind.CONDITION : Kind.STEP,
                line.name(),
                line.provider(),
                line.requirement(),
                line.config(),
                List.of());
    }

    private static List<Line> inside(List<Line> following, int level) {
        return following.stream().takeWhile(line -> line.level() > level).toList();
    }

    private List<Line> lines() {
        return text.lines().map(Line::of).toList();
    }

    private record Line(int level, String name, String credentials, Requirement requirement) {

        static Line of(String text) {
            Matcher matcher = LINE.matcher(text);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("no part of a flow: " + text);
            }
            return new Line(
                    matcher.group(1).length() / 2,
                    matcher.group(2),
                    matcher.group(3) == null ? "" : matcher.group(3),
                    Requirement.valueOf(matcher.group(4).toUpperCase(Locale.ROOT)));
        }

        Map<String, String> config() {
            if (credentials.isEmpty()) {
                return Map.of();
            }
            return switch (provider()) {
                case "auth-email-otp-form" -> Map.of(credentials, "true");
                case "registration-email-otp" -> Map.of(credentials, "100");
                case "conditional-level-of-authentication" -> Map.of("loa-condition-level", credentials);
                default -> Map.of("credentials", listed(), "included", included());
            };
        }

        String listed() {
            return credentials.replace("only ", "");
        }

        String included() {
            return credentials.startsWith("only ") ? "true" : "false";
        }

        String provider() {
            return PROVIDERS.getOrDefault(name, "");
        }
    }
}
