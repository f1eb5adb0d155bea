package io.github.emailotp.storage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.emailotp.otp.Purpose;
import io.github.emailotp.storage.KeptReport.Making;
import io.github.emailotp.storage.ReportedLogin.Link;
import io.github.emailotp.storage.ReportedLogin.Password;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;

/** The serial form of a report: a JSON array that begins with its version, and holds one for the link and one for who makes it, empty if none. */
final class ReportText {

    private static final String VERSION = "r2";
    private static final JsonFactory JSON = new JsonFactory();

    private ReportText() {}

    static String format(KeptReport kept) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            Report report = kept.report();
            json.writeStartArray();
            json.writeString(VERSION);
            json.writeString(report.userId());
            json.writeString(report.address());
            write(json, report.login());
            json.writeNumber(report.mailedAt().toEpochMilli());
            json.writeStartArray();
            if (kept.making().isPresent()) {
                write(json, kept.making().get());
            }
            json.writeEndArray();
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException("texts and numbers can always be written", e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, ReportedLogin login) throws IOException {
        json.writeString(login.id());
        json.writeString(login.network());
        json.writeString(login.purpose().name());
        json.writeString(login.password().name());
        json.writeStartArray();
        if (login.link().isPresent()) {
            json.writeString(login.link().get().provider());
            json.writeString(login.link().get().id());
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, Making making) throws IOException {
        json.writeString(making.mark());
        json.writeString(making.told());
        json.writeNumber(making.until().toEpochMilli());
    }

    /** Empty if it is none of ours. */
    static Optional<KeptReport> parse(String text) {
        try (JsonFields fields = new JsonFields(JSON.createParser(text))) {
            fields.begin();
            if (!VERSION.equals(fields.text())) {
                return Optional.empty();
            }
            Report report = new Report(fields.text(), fields.text(), login(fields), fields.time());
            KeptReport kept = new KeptReport(report, making(fields));
            fields.end();
            fields.nothing();
            return Optional.of(kept);
        } catch (IOException | RuntimeException nothingToMake) {
            return Optional.empty();
        }
    }

    private static ReportedLogin login(JsonFields fields) throws IOException {
        return new ReportedLogin(
                fields.text(),
                fields.text(),
                Purpose.valueOf(fields.text()),
                Password.valueOf(fields.text()),
                link(fields));
    }

    private static Optional<Link> link(JsonFields fields) throws IOException {
        fields.begin();
        Optional<String> provider = fields.textOrEnd();
        if (provider.isEmpty()) {
            return Optional.empty();
        }
        Link link = new Link(provider.get(), fields.text());
        fields.end();
        return Optional.of(link);
    }

    private static Optional<Making> making(JsonFields fields) throws IOException {
        fields.begin();
        Optional<String> mark = fields.textOrEnd();
        if (mark.isEmpty()) {
            return Optional.empty();
        }
        Making making = new Making(mark.get(), fields.text(), fields.time());
        fields.end();
        return Optional.of(making);
    }
}
