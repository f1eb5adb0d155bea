package io.github.emailotp.flow.page;

import freemarker.core.Environment;
import freemarker.template.SimpleScalar;
import freemarker.template.TemplateHashModel;
import freemarker.template.TemplateMethodModelEx;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import freemarker.template.TemplateSequenceModel;
import io.github.emailotp.delivery.ChangedTexts;
import io.github.emailotp.delivery.ProductTexts;
import io.github.emailotp.settings.SingleWarnings;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * The page's texts: the product's own, or those that realm or theme have in their place. A text that cannot be formatted, since somebody has
 * made a mistake in the realm's own, is replaced by the product's, with one warning.
 *
 * <p>In a template: {@code text("key", argument, …)}, or a sequence in place of the arguments; and {@code counted("key", number, …)}, the text
 * that a language has for that number alone ({@code key1}), else the one for any.
 */
final class PageTexts implements TemplateMethodModelEx {

    private static final SingleWarnings WARNINGS = new SingleWarnings(Logger.getLogger(PageTexts.class));
    private static final Pattern GAP = Pattern.compile("\\{\\d+}");

    private final String realm;
    private final Supplier<Locale> otherwise;
    private final BiFunction<Locale, Locale, ChangedTexts> changes;
    private Optional<Locale> locale = Optional.empty();
    private Optional<Locale> language = Optional.empty();
    private Optional<ChangedTexts> changed = Optional.empty();

    /**
     * The texts of a page.
     *
     * @param otherwise its locale, asked only where Keycloak does not tell it to its templates
     * @param changes the texts that were changed, by that and by {@link ProductTexts#language}
     */
    PageTexts(String realm, Supplier<Locale> otherwise, BiFunction<Locale, Locale, ChangedTexts> changes) {
        this.realm = realm;
        this.otherwise = otherwise;
        this.changes = changes;
    }

    /** Puts them into the model of a page, where its template finds them. */
    void putInto(Map<String, Object> model) {
        model.put("text", this);
        model.put("counted", (TemplateMethodModelEx) call -> counted(strings(call)));
    }

    @Override
    @SuppressWarnings("rawtypes") // FreeMarker's interface is older than generics.
    public Object exec(List call) throws TemplateModelException {
        return text(strings(call));
    }

    /** As mailed-code-words.ftl chooses it for mails: a page that has to import that file takes some per cent longer. */
    private Object counted(List<String> call) throws TemplateModelException {
        List<String> own = new ArrayList<>(call);
        own.set(0, call.get(0) + call.get(1));
        Object text = text(own);
        return text.equals(own.get(0)) ? text(call) : text;
    }

    private static List<String> strings(List<?> call) throws TemplateModelException {
        List<String> strings = new ArrayList<>();
        for (Object part : call) {
            add(part, strings);
        }
        return strings;
    }

    private Object text(List<String> strings) throws TemplateModelException {
        String key = strings.get(0);
        try {
            Optional<Object> text = changed(strings);
            if (text.isPresent()) {
                requireNoGap(text.get().toString(), strings);
                return text.get();
            }
        } catch (IllegalArgumentException mistake) {
            warn(key, mistake);
        }
        return own(key, strings.subList(1, strings.size()));
    }

    /** As Keycloak says it, which takes what it does not know for the text itself; empty if the product's own is to be shown. */
    private Optional<Object> changed(List<String> strings) throws TemplateModelException {
        String key = strings.get(0);
        if (!isInTheBundle(key)) {
            return Optional.empty();
        }
        if (ProductTexts.in(language()).getProperty(key) == null) {
            // Of a theme's own template, or of one number more.
            return Optional.of(keycloaks(strings));
        }
        if (changed.isEmpty()) {
            changed = Optional.of(changes.apply(locale(), language()));
        }
        // Keycloak finds what is in its bundle by the key.
        Optional<String> text = changed.get().find(key, key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        List<String> call = new ArrayList<>(strings);
        call.set(0, text.get());
        return Optional.of(keycloaks(call));
    }

    /** Keycloak's bundle has only such that somebody has changed. */
    private static boolean isInTheBundle(String key) throws TemplateModelException {
        try {
            return !keycloaks(List.of(key)).equals(key);
        } catch (IllegalArgumentException mistake) {
            return true;
        }
    }

    /** An argument that there is none of stands in the text as it was written; what people call themselves may look like that. */
    private static void requireNoGap(String text, List<String> given) {
        if (text.indexOf('{') < 0) {
            return;
        }
        Matcher gap = GAP.matcher(text);
        if (gap.find() && given.stream().noneMatch(GAP.asPredicate())) {
            throw new IllegalArgumentException("there is no argument " + gap.group());
        }
    }

    private static Object keycloaks(List<String> strings) throws TemplateModelException {
        TemplateMethodModelEx msg =
                (TemplateMethodModelEx) Environment.getCurrentEnvironment().getVariable("msg");
        List<SimpleScalar> call = new ArrayList<>(strings.size());
        strings.forEach(part -> call.add(new SimpleScalar(part)));
        return msg.exec(call);
    }

    /** Where the realm has several, Keycloak tells its templates; to find it out takes some per cent of a page. */
    private Locale locale() throws TemplateModelException {
        if (locale.isEmpty()) {
            TemplateModel told = Environment.getCurrentEnvironment().getVariable("locale");
            locale = Optional.of(
                    told instanceof TemplateHashModel bean
                            ? Locale.forLanguageTag(
                                    bean.get("currentLanguageTag").toString())
                            : otherwise.get());
        }
        return locale.get();
    }

    private Locale language() throws TemplateModelException {
        if (language.isEmpty()) {
            String told = keycloaks(List.of(ProductTexts.LANGUAGE)).toString();
            language = Optional.of(ProductTexts.language(told, locale()));
        }
        return language.get();
    }

    /** Numbers as strings: up to 26.5 Keycloak hands MessageFormat FreeMarker's own, which it cannot format. */
    private static void add(Object part, List<String> strings) throws TemplateModelException {
        if (part instanceof TemplateSequenceModel sequence) {
            for (int i = 0; i < sequence.size(); i++) {
                add(sequence.get(i), strings);
            }
        } else {
            strings.add(part.toString());
        }
    }

    private void warn(String key, IllegalArgumentException mistake) throws TemplateModelException {
        WARNINGS.give("The text " + key + " of realm " + realm + " (" + locale()
                + ") cannot be formatted, so the product's own is shown: " + mistake.getMessage());
    }

    private String own(String key, List<String> arguments) throws TemplateModelException {
        String text = ProductTexts.in(language()).getProperty(key, key);
        return new MessageFormat(text, locale()).format(arguments.toArray());
    }
}
