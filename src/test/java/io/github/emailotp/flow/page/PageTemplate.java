package io.github.emailotp.flow.page;

import freemarker.cache.FileTemplateLoader;
import freemarker.cache.MultiTemplateLoader;
import freemarker.cache.StringTemplateLoader;
import freemarker.cache.TemplateLoader;
import freemarker.core.HTMLOutputFormat;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import io.github.emailotp.Bundle;
import io.github.emailotp.delivery.ChangedTexts;
import io.github.emailotp.settings.EmailOtpSettings;
import io.github.emailotp.settings.EmailOtpSettings.Factor;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.keycloak.theme.KeycloakSanitizerMethod;
import org.keycloak.theme.beans.MessageFormatterMethod;

/**
 * The template of the page, in one language, without a server.
 *
 * @param texts what it says, as it stands in the bundle or in the realm
 */
record PageTemplate(String language, Properties texts) {

    /** Of Keycloak's own template, what is to be read; {@code realmName} and {@code attemptedUser} may be absent. */
    private static final String FRAME = """
            <#macro registrationLayout displayMessage>
            <#if realmName??><header>${realmName}</header></#if>
            <h1><#nested "header"></h1>
            <#if attemptedUser??><p>${msg("usernameOrEmail")}</p><input value="${attemptedUser}"></#if>
            <#if displayMessage><p id="message">${message.summary}</p></#if>
            <#nested "form">
            <#if auth?? && auth.showTryAnotherWayLink()><a id="try-another-way">${msg("doTryAnotherWay")}</a></#if>
            </#macro>""";

    private static final Configuration FREEMARKER = configuration();

    /** The product's own. */
    static Properties texts(String language) {
        Bundle bundle = Bundle.in(language);
        Properties texts = new Properties();
        bundle.keys().forEach(key -> texts.setProperty(key, bundle.raw(key)));
        return texts;
    }

    /**
     * The page.
     *
     * @param keycloaks what Keycloak tells its template
     */
    Document render(Scene scene, Question question, Optional<TrustBox> box, Map<String, Object> keycloaks) {
        Locale locale = Locale.forLanguageTag(Bundle.tag(language));
        Map<String, Object> emailOtp = new CodePage(
                        null,
                        EmailOtpSettings.read(Factor.SECOND, Map.of(), warning -> {}),
                        question,
                        Look.BY_ADDRESS,
                        box,
                        () -> URI.create("/sendings"))
                .model(scene.reply(), Scene.NOW);
        // In English nothing is better than what the bundle has.
        new PageTexts("realm", () -> locale, (any, ofOurs) -> new ChangedTexts(null, null, null, any, Locale.ENGLISH))
                .putInto(emailOtp);
        Map<String, Object> model = new HashMap<>(keycloaks);
        model.put("kcSanitize", new KeycloakSanitizerMethod());
        model.put("emailOtp", emailOtp);
        model.put("msg", new MessageFormatterMethod(locale, texts));
        model.put("properties", Map.of("kcButtonPrimaryClass", "primary", "kcButtonDefaultClass", "secondary"));
        model.put(
                "url",
                Map.of(
                        "resourcesPath",
                        "",
                        "loginAction",
                        "/act?session_code=secret&tab_id=tab",
                        "ssoLoginInOtherTabsUrl",
                        ""));
        return Jsoup.parse(html(model));
    }

    private static String html(Map<String, Object> model) {
        StringWriter html = new StringWriter();
        try {
            FREEMARKER.getTemplate(CodePage.TEMPLATE).process(model, html);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (TemplateException e) {
            throw new AssertionError(CodePage.TEMPLATE, e);
        }
        return html.toString();
    }

    /** As Keycloak's {@code DefaultFreeMarkerProvider} sets it up. */
    private static Configuration configuration() {
        StringTemplateLoader frame = new StringTemplateLoader();
        frame.putTemplate("template.ftl", FRAME);
        TemplateLoader ours = folder(Path.of("themes", "email-otp", "login"));
        Configuration configuration = new Configuration(Configuration.VERSION_2_3_32);
        configuration.setOutputFormat(HTMLOutputFormat.INSTANCE);
        configuration.setTemplateLoader(new MultiTemplateLoader(new TemplateLoader[] {frame, ours}));
        return configuration;
    }

    private static TemplateLoader folder(Path folder) {
        try {
            return new FileTemplateLoader(folder.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
