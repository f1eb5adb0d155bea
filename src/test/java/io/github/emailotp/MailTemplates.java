package io.github.emailotp;

import freemarker.cache.FileTemplateLoader;
import freemarker.cache.MultiTemplateLoader;
import freemarker.cache.StringTemplateLoader;
import freemarker.cache.TemplateLoader;
import freemarker.core.HTMLOutputFormat;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.keycloak.theme.beans.MessageFormatterMethod;

/** The templates of the mail, in one language, without a server. */
public final class MailTemplates {

    private static final String FRAME =
            "<#macro emailLayout><html lang=\"${locale.language}\" dir=\"ltr\"><body><#nested></body></html></#macro>";
    private static final String FILE = "mailed-code.ftl";
    /** Where the directions of words differ, this one shows whether it has one of its own. */
    public static final String IP = "2003:e8:1234::1";

    private static final int LIFETIME_SECONDS = 300;

    private final String language;
    private final boolean codeInSubject;

    private MailTemplates(String language, boolean codeInSubject) {
        this.language = language;
        this.codeInSubject = codeInSubject;
    }

    /** Where the code may show in the preview of an inbox. */
    public static MailTemplates in(String language) {
        return new MailTemplates(language, true);
    }

    /** Where it may not. */
    public MailTemplates withoutPreview() {
        return new MailTemplates(language, false);
    }

    /** The HTML part with this code. */
    public String html(String code) {
        return render("html", code);
    }

    /** The text part with this code. */
    public String text(String code) {
        return render("text", code);
    }

    private String render(String part, String code) {
        Locale locale = Locale.forLanguageTag(Bundle.tag(language));
        Map<String, Object> model = new HashMap<>(Map.of(
                "code",
                code,
                "codeInSubject",
                codeInSubject,
                "ordinal",
                1,
                "lifetimeSeconds",
                LIFETIME_SECONDS,
                "host",
                "login.example.test",
                "ip",
                IP,
                "realmLabel",
                "Shop",
                "clientName",
                "Basket 2000",
                "sentAt",
                "1 January 2026, 12:00 UTC",
                "locale",
                locale));
        model.put(
                "texts",
                Map.of(
                        "code",
                        "emailOtpMailCode",
                        "about",
                        "emailOtpMailAbout",
                        "notYouHelp",
                        "emailOtpMailNotYouHelp"));
        model.put("msg", new MessageFormatterMethod(locale, texts()));
        var rendered = new StringWriter();
        try {
            configuration(part).getTemplate(FILE).process(model, rendered);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (TemplateException e) {
            throw new AssertionError("the " + part + " part in " + language, e);
        }
        return rendered.toString();
    }

    private Properties texts() {
        Bundle bundle = Bundle.in(language);
        var texts = new Properties();
        bundle.keys().forEach(key -> texts.setProperty(key, bundle.raw(key)));
        return texts;
    }

    /** As Keycloak's {@code DefaultFreeMarkerProvider} sets it up. */
    private static Configuration configuration(String part) throws IOException {
        var frame = new StringTemplateLoader();
        frame.putTemplate("template.ftl", FRAME);
        Path themes = Path.of("themes", "email-otp");
        var configuration = new Configuration(Configuration.VERSION_2_3_32);
        configuration.setOutputFormat(HTMLOutputFormat.INSTANCE);
        configuration.setTemplateLoader(new MultiTemplateLoader(new TemplateLoader[] {
            frame,
            new FileTemplateLoader(themes.resolve("email").resolve(part).toFile()),
            new FileTemplateLoader(themes.resolve("login").toFile())
        }));
        return configuration;
    }
}
