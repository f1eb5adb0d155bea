package io.github.emailotp.delivery;

import io.github.emailotp.otp.CodeMessage;
import java.io.IOException;
import java.net.URI;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.keycloak.common.util.StringPropertyReplacer;
import org.keycloak.device.DeviceRepresentationProvider;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.account.DeviceRepresentation;
import org.keycloak.theme.Theme;

/**
 * What the mail says of the request that asked for the code, so that its owner can tell whether it was them.
 *
 * @param clientName the application's name, empty if it has none
 * @param browser the browser's name and version, empty if unknown
 * @param os the operating system, empty if unknown
 * @param ip the client's IP address, empty if unknown
 * @param provider the identity provider whose account the code would link, empty if there is none
 * @param providerUser the user name there, empty if unknown
 * @param host the host name, with a port where it is not the usual one, of the page to type the code on
 * @param consequence the key of a text that says what the code does beside what it is asked for, empty if nothing
 * @param report where its reader tells that the login was not theirs, empty if nowhere
 * @param locale the language of the mail
 * @param zone the time zone of its times
 */
public record MailContext(
        String clientName,
        String browser,
        String os,
        String ip,
        String provider,
        String providerUser,
        String host,
        String consequence,
        String report,
        Locale locale,
        ZoneId zone) {

    private static final String UNKNOWN = "Other";
    private static final Pattern UNPRINTABLE =
            Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]+");
    private static final Pattern VISIBLE = Pattern.compile("[\\p{L}\\p{N}\\p{P}\\p{S}]");
    private static final int MAX_NAME = 100;

    /** Reads the context of the current request, in this language. */
    public static MailContext of(KeycloakSession session, Locale locale, ClientModel client, ZoneId zone) {
        Optional<DeviceRepresentation> device = Optional.ofNullable(
                session.getProvider(DeviceRepresentationProvider.class).deviceRepresentation());
        return new MailContext(
                clientName(session, client, locale),
                known(device, DeviceRepresentation::getBrowser),
                known(device, DeviceRepresentation::getOs),
                ClientAddress.of(session.getContext().getConnection()),
                "",
                "",
                session.getContext().getUri().getBaseUri().getAuthority(),
                "",
                "",
                locale,
                zone);
    }

    /** The same, where the code would link an account at a provider. That one's user name is whatever its owner has chosen. */
    public MailContext naming(KeycloakSession session, String providerName, String user) {
        String shown = oneLine(resolved(session, session.getContext().getRealm(), providerName, locale));
        return new MailContext(
                clientName, browser, os, ip, shown, oneLine(user), host, consequence, report, locale, zone);
    }

    /** The same, where the account's address is proven for the first time, and what was set up before goes. */
    public MailContext ofAFirstProof() {
        return new MailContext(
                clientName,
                browser,
                os,
                ip,
                provider,
                providerUser,
                host,
                "emailOtpMailFirstProof",
                report,
                locale,
                zone);
    }

    /** The same, where its reader can tell that the login was not theirs. */
    public MailContext reportedAt(URI page) {
        return new MailContext(
                clientName, browser, os, ip, provider, providerUser, host, consequence, page.toString(), locale, zone);
    }

    /** The realm as people know it, on one line. */
    String realmName(KeycloakSession session, RealmModel realm) {
        String displayName = Optional.ofNullable(realm.getDisplayName()).orElse("");
        String shown = oneLine(resolved(session, realm, displayName, locale));
        return shown.isEmpty() ? realm.getName() : shown;
    }

    /** The attributes of the mail's template. */
    Map<String, Object> attributes(CodeMessage message) {
        DateTimeFormatter date = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT);
        DateTimeFormatter zoneName = DateTimeFormatter.ofPattern(" z");
        var sentAt = message.sentAt().atZone(zone);
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("code", message.code().reveal());
        attributes.put("ordinal", message.ordinal());
        attributes.put("lifetimeSeconds", message.lifetime().toSeconds());
        attributes.put(
                "sentAt",
                date.withLocale(locale).format(sentAt)
                        + zoneName.withLocale(locale).format(sentAt));
        attributes.put("clientName", clientName);
        attributes.put("browser", browser);
        attributes.put("os", os);
        attributes.put("ip", ip);
        attributes.put("provider", provider);
        attributes.put("providerUser", providerUser);
        attributes.put("host", host);
        attributes.put("consequence", consequence);
        attributes.put("reportUrl", report);
        return attributes;
    }

    private static String clientName(KeycloakSession session, ClientModel client, Locale locale) {
        String name = Optional.ofNullable(client.getName()).orElse("");
        String shown = oneLine(resolved(session, client.getRealm(), name, locale));
        return shown.isEmpty() ? oneLine(client.getClientId()) : shown;
    }

    /** Names may be keys of the login theme's messages, as those of Keycloak's own clients are. */
    private static String resolved(KeycloakSession session, RealmModel realm, String name, Locale locale) {
        if (!name.contains("${")) {
            return name;
        }
        try {
            Properties messages = session.theme().getTheme(Theme.Type.LOGIN).getEnhancedMessages(realm, locale);
            return StringPropertyReplacer.replaceProperties(name, messages::getProperty);
        } catch (IOException e) {
            return "";
        }
    }

    private static String known(
            Optional<DeviceRepresentation> device, Function<DeviceRepresentation, String> property) {
        return device.map(property)
                .filter(value -> !value.startsWith(UNKNOWN))
                .map(value -> oneLine(value.replace("/", " ").replace(" " + DeviceRepresentation.UNKNOWN, "")))
                .orElse("");
    }

    /** Names are chosen by administrators and browsers: none may break a line, turn the writing, or run on. Empty if nothing of it shows. */
    private static String oneLine(String text) {
        if (!VISIBLE.matcher(text).find()) {
            return "";
        }
        String plain = UNPRINTABLE.matcher(text).replaceAll(" ").strip();
        return plain.codePointCount(0, plain.length()) <= MAX_NAME
                ? plain
                : plain.substring(0, plain.offsetByCodePoints(0, MAX_NAME)).strip() + "…";
    }
}
