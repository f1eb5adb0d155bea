<#--
  What the page and both parts of the mail share. Imported by name from each of them: inside the jar, and in the email
  theme through its import of the login theme, this file is found beside them.
-->

<#--
  The text for a number of things: `key` followed by the number itself where a language has a text of its own for that
  number ("emailOtpMinutes1"), otherwise `key`. MessageFormat's choice would say this in one message, but up to 26.5
  Keycloak hands it FreeMarker's number, which it refuses.
-->
<#function counted key number second="">
    <#if emailOtp??>
        <#return emailOtp.counted(key, number?c, second)>
    </#if>
    <#local own = key + number?c>
    <#local text = say(own, number?c, second)>
    <#return (text == own)?then(say(key, number?c, second), text)>
</#function>

<#-- On the page, a text with a mistake is replaced by the product's own. -->
<#function say key first="" second="">
    <#if emailOtp??>
        <#return emailOtp.text(key, first, second)>
    </#if>
    <#return msg(key, first, second)>
</#function>

<#-- How long to wait, rounded up: "90 seconds", "10 minutes", "2 hours". -->
<#function wait seconds>
    <#if seconds <= 90>
        <#return counted("emailOtpSeconds", seconds)>
    <#elseif seconds <= 5400>
        <#return counted("emailOtpMinutes", (seconds / 60)?ceiling)>
    </#if>
    <#return counted("emailOtpHours", (seconds / 3600)?ceiling)>
</#function>

<#-- Seconds in words: "5 minutes", "1 minute and 30 seconds", "45 seconds". -->
<#function duration seconds>
    <#local minutes = (seconds / 60)?floor>
    <#local rest = seconds - minutes * 60>
    <#if minutes == 0>
        <#return counted("emailOtpSeconds", rest)>
    <#elseif rest == 0>
        <#return counted("emailOtpMinutes", minutes)>
    </#if>
    <#return say("emailOtpMinutesAndSeconds", counted("emailOtpMinutes", minutes), counted("emailOtpSeconds", rest))>
</#function>

<#--
  A name as one line of bounded length: administrators and browsers choose these, and a line break or a character that
  turns the direction of writing could make the mail say something else.
-->
<#function oneLine text>
    <#local plain = text?replace("[\\p{Cc}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]+", " ", "r")?trim>
    <#return (plain?length > 100)?then(plain[0..<100]?trim + "…", plain)>
</#function>

<#-- Keycloak 26.0 does not tell the direction of writing of a mail: there the language has to do. -->
<#function leftToRight>
    <#return ltr!(!["ar", "dv", "fa", "he", "iw", "ku", "ps", "ug", "ur", "yi"]?seq_contains(locale.language))>
</#function>

<#-- A name or an address in the direction that is its own: the one of the words around it would turn parts of "2001:db8::1". -->
<#function isolated text>
    <#return leftToRight()?then(text, "\x2068" + text + "\x2069")>
</#function>

<#-- "Firefox on Windows", or the one of both that is known. -->
<#function device browser os>
    <#if browser?has_content && os?has_content>
        <#return msg("emailOtpMailBrowserOn", browser, os)>
    </#if>
    <#return browser?has_content?then(browser, os)>
</#function>
