package reading

import "leadsheet/lead"

// notices is the table of what machines write to everybody, one row each. Of several rows the first counts.
var notices = []notice{
	// By structure: people write nothing like it, from whatever address it comes.
	{name: "DMARC report", from: anybody, attached: `\.xml(\.gz)?\b|\.zip\b|\.gz\b`, kind: lead.BulkMail,
		subject: `^\s*(\[[^\]]*\]\s*)?report domain:\s*\S+.*\b(submitter|report-id):|^dmarc (aggregate |` +
			`failure )?report`},
	{name: "TLS report", from: anybody, kind: lead.BulkMail, header: "tls-report-domain",
		contentType: `report-type\s*=\s*"?tlsrpt|application/tlsrpt`},
	{name: "calendar or task reminder of a program", from: program, kind: lead.BulkMail,
		subject: `^(notification|erinnerung|reminder|benachrichtigung): .* @ (mon|tue|wed|thu|fri|sat|sun|mo|di|` +
			`mi|do|fr|sa|so)\b`},

	// Acknowledgements of other systems: a program answers our mail and says so.
	{name: "acknowledgement of another system", from: anybody, kind: lead.AutoReply,
		subject: `request received|ticket (received|created|opened)|received your (e-?mail|message|request|` +
			`enquiry|inquiry)|` +
			`(thank you|thanks) for (your (e-?mail|message|request|enquiry|inquiry)|contacting|reaching out|` +
			`getting in touch)|` +
			`(case|ticket|request|anfrage|vorgang|fall)\s*(id|no\.?|nr\.?|number)?\s*[:#\[]*\s*\d{3,}|` +
			`eingangsbest[aä]tigung|best[aä]tigung (des eingangs|ihrer (anfrage|nachricht|e-?mail))|` +
			`ihre (anfrage|nachricht|e-?mail) (ist|wurde|haben wir|bei)|wir haben ihre|` +
			`(vielen )?dank f[uü]r ihre (anfrage|nachricht|e-?mail)|` +
			`accus[eé] de r[eé]ception|nous avons bien re[cç]u|votre (demande|message) (a|est)|merci (pour|` +
			`de) votre (message|demande)|` +
			`hemos recibido|acuse de recibo|gracias por (su|tu|contactar)|abbiamo ricevuto|grazie per (averci|` +
			`il tuo|la tua|la sua)|` +
			`wij hebben uw|ontvangstbevestiging|bedankt voor (uw|je)|potwierdzenie (otrzymania|odbioru)|` +
			`recebemos (a sua|o seu)|` +
			`potvrzení (přijetí|o přijetí)|vi har (mottatt|modtaget|mottagit)|tack för (ditt|din)`,
		text: acknowledges, alsoText: automatically},
	{name: "acknowledgement of another system", from: machine, kind: lead.AutoReply, subject: `^\s*(re|aw|sv|tr):`,
		text: acknowledges, alsoText: automatically},
	{name: "question of a spam filter", from: anybody, kind: lead.AutoReply,
		link: "click|klick|clic|link|lien|enlace|boxbe|mailinblack|spamarrest",
		text: `mailinblack|boxbe|spamarrest|spam ?arrest|\bbluebottle\b|` +
			`(click|follow|use|open).{0,80}(link|button|below|here).{0,160}(deliver|prove|verify|confirm|` +
			`authenticat|human)|` +
			`(klick|folg).{0,80}(link|hier).{0,160}(zustell|bestätig|mensch|authentifizier)|` +
			`(cliqu).{0,80}(lien|ici|bouton|dessous).{0,160}(authentifier|remis|délivr|confirmer|humain)|` +
			`(clic|pulse|pinche).{0,80}(enlace|aquí).{0,160}(verificar|confirmar|autenticar|humano|entreg)|` +
			`(clicc).{0,80}(link|qui).{0,160}(verific|conferm|autentic|umano|consegn)`,
		alsoText: `your (e-?mail|message).{0,120}(has not been|was not|is not|not yet|will be|to be|held|waiting|` +
			`queue|quarantin).{0,60}` +
			`(deliver|released|sent|received|held|seen|read)?|(ihre|diese) (nachricht|e-?mail).{0,120}(zugestellt|` +
			`zurückgehalten|wartet)|` +
			`votre (message|e-?mail|courriel).{0,120}(remis|délivré|bloqué|attente)|su (mensaje|` +
			`correo).{0,120}(entregado|retenido|bloqueado)|` +
			`(suo|tuo) messaggio.{0,120}(consegnato|bloccato|attesa)`},

	// What machines write to their users and customers: only from a machine.
	{name: "sign-in code", from: machine, kind: lead.BulkMail,
		subject: `(verification|security|login|log-?in|sign-?in|one-?time|confirmation|access|authentication|` +
			`authorization|2fa|` +
			`two-?factor)[ -](pass)?(code|password|pin)\b|\bcode (is|lautet|est)\b|\bpasscode\b|\botp\b|` +
			`\bverify your\b|` +
			`(best[aä]tigungs|sicherheits|anmelde|verifizierungs|einmal|zugangs|login-?)(code|passwort|pin)|` +
			`code de (v[eé]rification|s[eé]curit[eé]|connexion|confirmation)|c[oó]digo de (verificaci[oó]n|` +
			`seguridad|acceso)|` +
			`codice di (verifica|sicurezza|accesso)|verificatiecode|beveiligingscode|inlogcode|kod (weryfikacyjny|` +
			`bezpieczeństwa)|` +
			`c[oó]digo de (verifica[cç][aã]o|seguran[cç]a)|engångskod|bekræftelseskode|код (подтверждения|` +
			`безопасности)|验证码|確認コード|認証コード|인증 ?번호`},
	{name: "security alert", from: machine, kind: lead.BulkMail,
		subject: `security (alert|notice|notification|warning|update)|(new|unusual|unrecogni[sz]ed|` +
			`suspicious) (sign-?in|log-?in|activity|device)|` +
			`sign-?in (attempt|from|to)|password (was |has been )?(reset|changed|expir)|reset your password|` +
			`(confirm|verify) your (e-?mail|account|address)|two-?(step|factor)|2-step|` +
			`access to your (google )?account|` +
			`sicherheits(warnung|hinweis|meldung|benachrichtigung)|neue anmeldung|anmeldung (von|bei|auf|über)|` +
			`passwort (zur[uü]ck|wurde|ge[aä]ndert)|` +
			`alerte de s[eé]curit[eé]|nouvelle connexion|mot de passe|alerta de seguridad|` +
			`nuevo inicio de sesi[oó]n|contrase[nñ]a|` +
			`avviso di sicurezza|nuovo accesso|reimposta(re)? la password|beveiligings(melding|waarschuwing)|` +
			`nieuwe aanmelding|wachtwoord|` +
			`alert (dotyczący )?bezpieczeństwa|nowe logowanie|alerta de seguran[cç]a|novo in[ií]cio de sess[aã]o`},
	{name: "parcel notice", from: machine, kind: lead.BulkMail,
		subject: `(package|parcel|shipment|order|item|delivery)\b.{0,60}\b(shipped|dispatched|delivered|on (its|` +
			`the) way|out for delivery|arriv|` +
			`scheduled|delayed|ready for (pick|collect)|in transit|coming|tracking)|\b(shipped|dispatched|` +
			`delivered): |tracking (number|update|info)|` +
			`delivery (update|notification|scheduled|attempt)|(ihre? )?(paket|sendung|lieferung|` +
			`bestellung)\b.{0,80}(unterwegs|zugestellt|versandt|verschickt|` +
			`versendet|kommt|ankunft|abhol|verz[oö]ger|heute|morgen|angek[uü]ndigt|liegt)|sendungs(verfolgung|` +
			`nummer|status)|versandbest[aä]tigung|zustellung (heute|morgen|ihre)|` +
			`(colis|commande|livraison)\b.{0,80}(exp[eé]di|livr|en route|en chemin|arriv|retrait|suivi)|(paquete|` +
			`env[ií]o|pedido)\b.{0,80}(enviado|entreg|en camino|reparto|llega)|` +
			`(pacco|spedizione|ordine)\b.{0,80}(spedito|consegna|in arrivo|in viaggio|ritir)|(pakket|bestelling|` +
			`zending)\b.{0,80}(onderweg|bezorg|verzonden|verstuurd|komt)|` +
			`(paczka|przesyłka|zamówienie)\b.{0,80}(drodze|dostarcz|nadan|wysłan|odbior)|(encomenda|` +
			`pedido)\b.{0,80}(enviad|entreg|caminho)`},
	{name: "order confirmation", from: machine, kind: lead.BulkMail,
		subject: `order confirm|confirmation of your order|your .{0,40}\border\b.{0,20}(\d|\bhas|\bis\b|was|with|` +
			`from|\bat\b|placed)|we('ve| have)? received your order|(thank you|thanks) for (your )?(order|` +
			`purchase|booking)|` +
			`\b(ordered|bestellt): |bestellbest[aä]tigung|auftragsbest[aä]tigung|(best[aä]tigung|` +
			`eingang) ihrer bestellung|ihre (bestellung|buchung|reservierung)\b.{0,20}(\d|\bbei\b|\bist\b|wurde|` +
			`\bvom\b|\bim\b|auf)|(dank f[uü]r|zu) ihre[rn]? (bestellung|einkauf|buchung)|` +
			`buchungsbest[aä]tigung|booking confirm|reservation confirm|confirmation de (votre )?(commande|` +
			`r[eé]servation)|votre commande|confirmaci[oó]n de (tu|su|pedido|compra|reserva)|(tu|su) pedido|` +
			`conferma (del tuo |dell.)?ordine|il tuo ordine|(je|uw) bestelling|bestelbevestiging|orderbevestiging|` +
			`potwierdzenie zamówienia|twoje zamówienie|confirma[cç][aã]o d[eoa] (encomenda|pedido|compra)|` +
			`orderbekr[aä]ftelse|ordrebekr[aæ]ftelse|ordrebekreftelse|tilausvahvistus|potvrzení objednávky`},
	{name: "invoice or payment receipt", from: machine, kind: lead.BulkMail,
		subject: `(your|new) .{0,50}\b(invoice|receipt|statement|bill|payment)\b|\binvoice .{0,60}(available|` +
			`ready|attached|for|from|due|paid)|invoice (no\.?|number|#)\s?\S*\d|` +
			`\breceipt (for|from|of)|payment (received|confirm|receipt|successful|failed|declined|due|reminder|` +
			`processed)|payment (was|is|has been|of)|` +
			`(ihre|neue|aktuelle) .{0,40}rechnung|rechnung (nr|nummer|vom|f[uü]r|liegt|verf[uü]gbar)|` +
			`\brechnung\s?#?\d|zahlungs(eingang|best[aä]tigung|beleg|erinnerung)|zahlung (erhalten|eingegangen|` +
			`erfolg)|ihr (beleg|kontoauszug|kaufbeleg)|` +
			`(votre|nouvelle) .{0,30}(facture|re[cç]u)|facture (n|du|dispo)|re[cç]u de (votre )?paiement|` +
			`paiement (re[cç]u|confirm)|(su|tu|nueva) .{0,30}(factura|recibo)|factura (n|disponible|de)|` +
			`pago (recibido|confirm)|` +
			`(la tua|la sua|nuova) .{0,30}(fattura|ricevuta)|fattura (n|disponibile)|pagamento (ricevuto|` +
			`confermato)|(je|uw|nieuwe) .{0,30}(factuur|rekening)|factuur (n|is|voor)|betaling (ontvangen|` +
			`bevestig)|faktura (nr|vat|za|för|nummer)|twoja faktura|(sua|nova) fatura`},
	{name: "notice about an account or a contract", from: machine, kind: lead.BulkMail,
		subject: `(domain|subscription|plan|trial|certificate|membership|licen[sc]e|storage|hosting).{0,60}(expir|` +
			`renew|ends?\b|ending|cancel|full|almost|suspend)|` +
			`(renew|renewal) (your|of|notice|reminder)|welcome to\b|activate your account|terms of (service|use)|` +
			`privacy policy|` +
			`(domain|abo|abonnement|vertrag|zertifikat|mitgliedschaft|tarif).{0,60}(l[aä]uft|ablauf|verl[aä]nger|` +
			`endet|k[uü]ndig)|` +
			`(agb|nutzungsbedingungen|datenschutz).{0,40}(ge[aä]ndert|[aä]nderung|aktualisier)|willkommen bei\b`},
	{name: "report about a site or a system", from: machine, kind: lead.BulkMail,
		subject: `monitor (is|was) (up|down)|\b(is|was) (up|down)\b|\b(down|up|resolved|triggered|critical|` +
			`incident)\s?[:!]|uptime|backup (completed|failed|successful|report)|` +
			`(pages?|urls?) .{0,40}(indexed|index)|index(ed|ing) (on|of|issue)|search console|(coverage|indexing|` +
			`performance) (issue|report)|` +
			`(weekly|monthly|daily) (report|summary|digest)|(w[oö]chentlicher|monatlicher|t[aä]glicher) bericht|` +
			`wochenbericht|monatsbericht|` +
			`please moderate|comment (awaiting|moderation|on)|new comment|kommentar.{0,40}(moder|freischalt|` +
			`wartet)|(site|plugin|theme)s?.{0,40}(has been |have been |was |were )?updated|` +
			`cron <|logwatch|fail2ban|build (failed|passed)|deploy`},
	{name: "notice of a social network", from: machine, kind: lead.BulkMail,
		subject: `(new|pending) (invitation|follower|connection|friend)|wants to connect|invited you|liked your|` +
			`commented on|mentioned you|replied to your comment|tagged you|` +
			`reacted to|your (profile|post|network)|people (viewed|are looking)|appeared in \d+ search|` +
			`neue (kontaktanfrage|follower)`},
	{name: "request for a rating", from: machine, kind: lead.BulkMail,
		subject: `rate (your|us)|how (was|did|would)|(leave|write) (a|us a) review|your (feedback|opinion|` +
			`experience)|survey|` +
			`wie war|bewerten sie|ihre (meinung|bewertung|erfahrung)|umfrage|votre avis|(su|tu) opini[oó]n|` +
			`la tua opinione|(uw|jouw) mening`},
}

// acknowledges matches what an acknowledgement says in its text, automatically what says that a program wrote it.
const (
	acknowledges = `(have|has been|ha?s|was|been) (successfully )?(received|registered|logged|created|opened)|` +
		`received your|get back to you|` +
		`respond (to you )?(shortly|as soon|within)|reply (to you )?(shortly|as soon|within)|be in touch|(is|` +
		`are) being (reviewed|processed)|` +
		`erhalten|eingegangen|bearbeite[nt]|melden uns|antworten ihnen|(bien )?re[cç]u|répondr|traité|` +
		`dans les (plus brefs|meilleurs)|` +
		`recibido|responder|ricevuto|risponder|ontvangen|reageren|beantwoord|otrzymali|odpowiemy|recebemos|` +
		`responderemos|` +
		`přijali|mottatt|modtaget|mottagit|vastaanot`
	automatically = `automat(ic|ed|isch|is[ée]|ico|ica|iquement|icamente|yczn|ick|isk|tinen)|do not reply|` +
		`don.t reply|no[- ]?reply|` +
		`nicht (auf diese|antworten|beantworten)|ne pas r[eé]pondre|no responda|non rispondere|` +
		`niet (te )?(beantwoorden|antwoorden)|` +
		`nie odpowiadaj|n[aã]o responda|type your reply above|antwort oberhalb|bitte .{0,20}oberhalb dieser`
)
