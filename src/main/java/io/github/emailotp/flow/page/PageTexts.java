package io.github.emailotp.flow.page;

import freemarker.core.Environment;
import freemarker.template.SimpleScalar;
import freemarker.template.TemplateMethodModelEx;
import freemarker.template.TemplateModelException;
import freemarker.template.TemplateSequenceModel;
import io.github.emailotp.delivery.ProductTexts;
import io.github.emailotp.settings.SingleWarnings;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * The page's texts: Keycloak's {@code msg}, but a text that cannot be formatted, since somebody has made a mistake in the
 * realm's own, is replaced by the product's, with one warning.
 *
 * <p>In a template: {@code text("key", argument, …)}, or a sequence in place of the arguments; and {@code counted("key", number, …)}, the text
 * that a language has for that number alone ({@code key1}), else the one for any.
 */
final class PageTexts implements TemplateMethodModelEx {

    private static final SingleWarnings WARNINGS = new SingleWarnings(Logger.getLogger(PageTexts.class));
    private static final Pattern GAP = Pattern.compile("\\{\\d+}");

    private final String realm;
    private final Supplier<Locale> language;

    /**
     * The texts of a page.
     *
     * @param language is asked only where somebody has made a mistake
     */
    PageTexts(String realm, Supplier<Locale> language) {
        this.realm = realm;
        this.language = language;
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
            List<SimpleScalar> call = new ArrayList<>(strings.size());
            strings.forEach(part -> call.add(new SimpleScalar(part)));
            Object text = keycloaks().exec(call);
            requireNoGap(text.toString(), strings);
            return text;
        } catch (IllegalArgumentException mistake) {
            warn(key, mistake);
            return own(key, strings.subList(1, strings.size()));
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

    private static TemplateMethodModelEx keycloaks() throws TemplateModelException {
        return (TemplateMethodModelEx) Environment.getCurrentEnvironment().getVariable("msg");
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

    private void warn(String key, IllegalArgumentException mistake) {
        WARNINGS.give("The text " + key + " of realm " + realm + " (" + language.get()
                + ") cannot be formatted, so the product's own is shown: " + mistake.getMessage());
    }

    private String own(String key, List<String> arguments) {
        Locale locale = language.get();
        String text = ProductTexts.in(locale).getProperty(key, key);
        return new MessageFormat(text, locale).format(arguments.toArray());
    }
}
