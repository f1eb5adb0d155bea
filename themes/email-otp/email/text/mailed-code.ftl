<#ftl output_format="plainText">
<#--
  The code stands before everything that has a name or a number of its own: programs that look for a code in a mail take
  the first word that could be one, and Android reads 600 characters. It stands here once.
-->
<#import "/mailed-code-words.ftl" as words>
<#macro row label value="">
<#local shown = words.oneLine(value)>
<#if shown?has_content>
${msg("emailOtpMailRow", label, words.isolated(shown))}
</#if>
</#macro>
${msg("emailOtpMailRow", msg(texts.code), code)}

${msg("emailOtpMailUse", ordinal?c, words.isolated(words.oneLine(host)), words.duration(lifetimeSeconds))}

${msg("emailOtpMailSecret")}
<#if consequence?has_content>

${msg(consequence)}
</#if>

${msg(texts.about)}
<@row msg("emailOtpMailProvider") provider! />
<@row msg("emailOtpMailProviderUser") providerUser! />
<@row msg("emailOtpMailApplication") clientName! />
<@row msg("emailOtpMailRealm") realmLabel />
<@row msg("emailOtpMailSentAt") sentAt />
<@row msg("emailOtpMailDevice") words.device(browser!, os!) />
<@row msg("emailOtpMailIp") ip! />

${msg("emailOtpMailNotYou")}
${msg(texts.notYouHelp)}
<#if reportUrl?has_content>
${msg("emailOtpMailRow", msg("emailOtpReport"), reportUrl)}
</#if>
