/** What passwords are made of when nobody thinks: Portuguese, English, football, the trade and this product. */
export const frequentWords: ReadonlySet<string> = new Set(
  `senha senhas minhasenha novasenha suasenha senhaforte senhasegura senhadificil password passwd passwort passw pass
  pwd secret segredo segura seguro secreto secreta mudar mudarsenha troca trocar trocaragora changeme letmein welcome
  bemvindo bemvinda acesso acessar login logon entrar usuario user admin administrador administrator root master chefe
  teste testes test testing tester temp temporario temporaria provisorio provisoria padrao default guest convidado
  qwerty qwertyuiop asdf asdfgh asdfghjkl zxcvbn zxcvbnm qazwsx qazwsxedc abc abcd abcdef azerty
  amor meuamor teamo euteamo amoreterno amordaminhavida iloveyou love lovely paixao felicidade feliz familia minhafamilia
  jesus jesuscristo deus deusefiel deusnocomando cristo senhor jesuseuteamo nossasenhora saojorge gratidao fe paz vida
  brasil brazil saopaulo riodejaneiro flamengo corinthians palmeiras santos vasco gremio internacional cruzeiro
  atletico botafogo fluminense bahia futebol campeao galo mengao timao verdao tricolor
  monkey dragon football baseball superman batman pokemon starwars naruto princess princesa sunshine shadow killer
  michael jordan jennifer ashley daniel gabriel gabriela rafael rafaela lucas mateus matheus joao maria mariana ana julia
  juliana fernando fernanda carlos eduardo pedro paulo paula bruno bruna felipe rodrigo leonardo beatriz camila amanda
  computer computador internet google facebook whatsapp instagram windows microsoft samsung iphone android linux
  dinheiro banco bancario financeiro financas fundo fundos fidc gestor gestora gestao operacao operacoes auditor auditoria
  cota cotas carteira investimento investimentos mercado capital lastro recebiveis credito anbima boleto empresa trabalho
  escritorio segunda terca quarta quinta sexta sabado domingo janeiro fevereiro marco abril maio junho julho agosto
  setembro outubro novembro dezembro verao inverno outono primavera summer winter spring autumn monday friday
  janeiro natal anonovo aniversario casa carro cachorro gato gatinho filho filha mamae papai mae pai irmao amigo amiga
  chocolate coringa batata banana laranja melancia estrela brilho sol lua mar azul verde vermelho preto branco amarelo
  hello whatever trustno freedom nothing superstar computerone access mustang harley ranger thunder cheese cookie`
    .split(/\s+/)
    .filter(Boolean),
);
